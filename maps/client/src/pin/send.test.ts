// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { once, post } from "./send";

let form: HTMLFormElement;

beforeEach(() => {
  document.body.innerHTML = `
    <form action="/mitmachen/ideen/senden" method="post">
      <input name="title" value="Bank & Baum"><input name="key" value="k1">
    </form>`;
  form = document.querySelector("form") as HTMLFormElement;
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function answering(answer: Partial<Response> | Error, text = ""): ReturnType<typeof vi.fn> {
  const asked = vi.fn(() =>
    answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve({
          ok: true,
          redirected: false,
          status: 200,
          url: "http://localhost/mitmachen/ideen/senden",
          headers: new Headers({ "Content-Type": "text/html; charset=utf-8" }),
          text: () => Promise.resolve(text),
          ...answer,
        }),
  );
  vi.stubGlobal("fetch", asked);
  return asked;
}

test("the form is sent as the browser would send it", async () => {
  const asked = answering({}, "<p>ok</p>");
  await post(form);
  const [address, how] = asked.mock.calls[0] as [string, RequestInit];

  expect(String(address)).toMatch(/\/mitmachen\/ideen\/senden$/);
  expect(String(how.body)).toBe("title=Bank+%26+Baum&key=k1");
});

test("a page of ours is handed over, with what is not right yet", async () => {
  answering({ ok: false, status: 422 }, "<main><p id=x>Bitte</p></main>");
  const answer = await post(form);

  expect(answer.kind === "page" && answer.page.getElementById("x")?.textContent).toBe("Bitte");
  expect(answer).toMatchObject({ status: 422 });
});

test("a redirect says that it is done", async () => {
  answering({ redirected: true, url: "http://localhost/mein-beitrag/abc" });

  expect(await post(form)).toEqual({ kind: "elsewhere", url: "http://localhost/mein-beitrag/abc" });
});

test("no network is told, not thrown", async () => {
  answering(new TypeError("Failed to fetch"));

  expect(await post(form)).toEqual({ kind: "unreachable" });
});

test("a broken server is told with its answer", async () => {
  answering({ ok: false, status: 502 });

  expect(await post(form)).toEqual({ kind: "refused", status: 502 });
});

test("an impatient finger does it once", async () => {
  document.body.innerHTML = "<button>Absenden</button>";
  const button = document.querySelector("button");
  let done = 0;
  let finish: () => void = () => {};
  const act = (): Promise<void> =>
    new Promise((resolve) => {
      done += 1;
      finish = resolve;
    });

  const first = once(button, act);
  await once(button, act);
  expect(done).toBe(1);
  finish();
  await first;
  expect(button?.hasAttribute("aria-disabled")).toBe(false);
});
