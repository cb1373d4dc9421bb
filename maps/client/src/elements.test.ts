// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { element, signFromMarkup } from "./elements";

test("text is text, never markup", () => {
  expect(element("p", {}, ["<b>1</b>"]).innerHTML).toBe("&lt;b&gt;1&lt;/b&gt;");
});

test("attributes that are undefined are left out", () => {
  expect(element("a", { href: undefined, rel: "x" }).outerHTML).toBe('<a rel="x"></a>');
});

test("a sign keeps its shapes in the color of the text", () => {
  const sign = signFromMarkup('<g><path d="M4 20V10"/></g><circle cx="12" cy="9" r="5"/>', 20);

  expect(sign.querySelector("g > path")?.getAttribute("d")).toBe("M4 20V10");
  expect(sign.querySelector("circle")?.getAttribute("r")).toBe("5");
  expect(sign.getAttribute("stroke")).toBe("currentColor");
});

test("a sign leaves out what is no shape", () => {
  const sign = signFromMarkup(
    '<script>alert(1)</script><path d="M0 0" onclick="alert(1)" style="fill:red"/><image href="x"/>',
    20,
  );

  expect(sign.innerHTML).toBe('<path d="M0 0"></path>');
});
