"""A visit of a real Chromium to a kiosk that is open to the network. Usage: network_pull_visit.py ADDRESS CODE FOLDER [PICTURES]

Types the code, takes each file into FOLDER and ends the visit. 77: there is no Chromium with its driver here.
"""
import glob
import os
import sys
import tempfile
import time
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import browser as real  # noqa: E402


def wait(what, is_so):
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until, what
        time.sleep(0.02)


def look(page, pictures, name):
    for width, height in ((390, 844), (1280, 800)):
        page.resize(width, height)
        assert page.width() <= width, f"{name} is {page.width()} wide on {width}"
        if pictures:
            page.picture(os.path.join(pictures, f"page-{name}-{width}.png"))


def visit(page, address, code, folder, pictures):
    page.run("Browser.setDownloadBehavior", behavior="allow", downloadPath=folder)
    page.go(f"{address}/?code={code}")
    look(page, pictures, "enter")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    page.type("[name=code]", wrong)
    page.click("main button")
    wait("a wrong code is said", lambda: "4 попытки" in page.text())
    look(page, pictures, "wrong")
    page.type("[name=code]", f"{code[:3]} {code[3:]}")
    page.click("main button")
    wait("the records", lambda: "Таблица для Excel" in page.text())
    look(page, pictures, "records")
    cookie = [one for one in page.cookies() if one["name"].startswith("__Host-")][0]
    assert cookie["secure"] and cookie["httpOnly"] and cookie["sameSite"] == "Strict", cookie
    for link, kind in (("/journal.xlsx", "xlsx"), ("/journal.csv", "csv"), ("/records/", "zip")):
        page.click(f"a[href^='{link}']")
        wait(f"the {kind} file", lambda end=kind: glob.glob(os.path.join(folder, "*." + end)))
    for kind in ("xlsx", "zip"):
        assert zipfile.ZipFile(glob.glob(os.path.join(folder, "*." + kind))[0]).testzip() is None
    page.click("form[action='/finish'] button")
    wait("the end", lambda: "Доступ закрыт" in page.text())
    look(page, pictures, "closed")
    # The policy forbids scripts, and there are none to forbid.
    assert page.ask("POST", "/execute/sync", {"script": "return document.scripts.length", "args": []}) == 0


def main():
    address, code, folder = sys.argv[1:4]
    pictures = sys.argv[4] if len(sys.argv) > 4 else None
    if not real.is_there():
        print("no Chromium with its driver")
        return 77
    os.makedirs(folder)
    with tempfile.TemporaryDirectory() as profile:
        page = real.Browser(profile)
        try:
            visit(page, address, code, folder, pictures)
        finally:
            page.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
