"""A real Chromium without a screen, driven by its WebDriver over HTTP; no library but Python's own."""
import base64
import json
import re
import shutil
import subprocess
import urllib.error
import urllib.request


def is_there():
    return bool(shutil.which("chromedriver")) and bool(shutil.which("chromium") or shutil.which("chromium-browser"))


class Browser:
    def __init__(self, profile, language="ru"):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                       text=True)
        port = None
        for line in self.driver.stdout:
            found = re.search(r"on port ([1-9]\d*)", line)
            if found:
                port = found.group(1)
                break
        self.address = f"http://127.0.0.1:{port}/session"
        options = {"binary": shutil.which("chromium") or shutil.which("chromium-browser"),
                   "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                            "--no-first-run", "--hide-scrollbars", "--disable-background-networking", f"--user-data-dir={profile}",
                            f"--lang={language}", f"--accept-lang={language}", "--window-size=1440,900"]}
        capabilities = {"alwaysMatch": {"acceptInsecureCerts": True, "goog:chromeOptions": options}}
        self.address += "/" + self.ask("POST", "", {"capabilities": capabilities})["sessionId"]

    def close(self):
        try:
            self.ask("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data=data, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from None

    def go(self, url):
        self.ask("POST", "/url", {"url": url})

    def path(self):
        return "/" + self.ask("GET", "/url").split("/", 3)[3]

    def find(self, selector):
        found = self.ask("POST", "/element", {"using": "css selector", "value": selector})
        return next(iter(found.values()))

    def text(self, selector="body"):
        # One look at the page as it is: between finding an element and asking for it another page may have come.
        return self.ask("POST", "/execute/sync", {"script": "return (document.querySelector(arguments[0]) || {innerText: ''}).innerText",
                                                  "args": [selector]})

    def type(self, selector, text):
        element = self.find(selector)
        self.ask("POST", f"/element/{element}/clear", {})
        self.ask("POST", f"/element/{element}/value", {"text": text})

    def choose_files(self, selector, files):
        self.ask("POST", f"/element/{self.find(selector)}/value", {"text": "\n".join(files)})

    def click(self, selector):
        # Waits for the page that a click leads to, as WebDriver does.
        self.ask("POST", f"/element/{self.find(selector)}/click", {})

    def cookies(self):
        return self.ask("GET", "/cookie")

    def run(self, command, **parameters):
        """Of Chromium's own protocol."""
        return self.ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def width(self):
        """Of what the page takes, in pixels: more than the window where it must be moved sideways."""
        return self.run("Page.getLayoutMetrics")["cssContentSize"]["width"]

    def resize(self, width, height, dark=False):
        self.run("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = "dark" if dark else "light"
        self.run("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, file):
        data = self.run("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
        with open(file, "wb") as stream:
            stream.write(base64.b64decode(data))
