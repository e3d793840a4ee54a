#!/usr/bin/env python3
"""Holds the project to its own rules, those that a compiler does not see. Usage: lint.py [FOLDER]

Prints one line for each problem (file:line: what, and what to do) and fails if there is one.
"""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import arrows  # noqa: E402

MAX_LINES = 450
TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "app", "platform", "assets", "tests", "deploy", "README.md", "LICENSE"}
CODE = (".h", ".cpp", ".c")
TEXT = CODE + (".py", ".sh", ".md", ".txt", ".toml", ".po", ".html", ".js", ".json", ".cmake")

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
FORBIDDEN = [  # (what, pattern, what instead)
    ("reads a clock", r"\b(system|steady|high_resolution|utc|tai|file)_clock::now\b|\b(clock_gettime|gettimeofday)\b"
                      r"|\bstd::time\(|[^\w.:>]time\((nullptr|NULL|0)\)", "use api::Clock"),
    ("sleeps", r"\bsleep_(for|until)\b|\b(usleep|nanosleep)\(", "wait in steps, or by a deadline of the session"),
    ("draws random numbers", r"\brandom_device\b|\bmt19937|\bs?rand\(|\bgetrandom\(|\brandombytes_",
     "use api::Entropy"),
    ("opens files", r"#\s*include\s*<fstream>|\b[io]?fstream\b|\bfopen\(|[^\w:.>]::?open\("
                    r"|\bfilesystem::(exists|create_director|remove|rename|copy|space|directory_iterator|file_size|resize_file"
                    r"|is_regular_file|is_directory|status)", "use api::FileSystem"),
    ("opens SQLite", r"\bsqlite3_open|\bSQLite::Database(\s+\w+)?\{|make_(unique|shared)<SQLite::Database>",
     "one connection: open_database() of app/storage"),
    ("opens a database", r"\bsoci::(session|connection_pool)\s+\w+[({]|make_(unique|shared)<soci::",
     "one wrapper: Database of app/server/store"),
]
# Tests of real programs on a real X server, where the clock on the wall is part of what is tested.
REAL_TIME = ("tests/end_to_end/", "tests/touch/", "tests/bench/", "tests/support/", "tests/faults/rig/")
# (file, rule): why it may. A line that is not needed any more fails.
ALLOWED = {
    # One catalogue of messages, read once at start from the folder that Texts::load() was given.
    ("app/i18n/messages.cpp", "opens files"): "Boost.Locale asks for the file through a callback",
    ("app/storage/database.cpp", "opens SQLite"): "the one place that does",
}


def project_files(root):
    """Files of the project, tracked or about to be, relative to the root."""
    try:
        listing = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard", "-z"],
                                 check=True, capture_output=True).stdout.decode()
        names = [name for name in listing.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        names = []
        for folder, folders, files in os.walk(root):
            folders[:] = [f for f in folders if f not in (".git", "build")]
            names += [os.path.relpath(os.path.join(folder, f), root) for f in files]
    return sorted(name for name in names if os.path.isfile(os.path.join(root, name)))


def owner(path):
    """The folder of the arrow table that a file belongs to, or None."""
    folder = os.path.dirname(path)
    while folder:
        if folder in arrows.FOLDERS:
            return folder
        folder = os.path.dirname(folder)
    return None


def reachable(folder):
    seen, todo = {folder}, [folder]
    while todo:
        for further in arrows.FOLDERS.get(todo.pop(), []):
            if further not in seen:
                seen.add(further)
                todo.append(further)
    return seen


class Lint:
    def __init__(self, root, allowed=None):
        self.root = root
        self.allowed = ALLOWED if allowed is None else allowed
        self.files = project_files(root)
        self.problems = []
        self.used_exceptions = set()
        self.used_allowances = set()

    def say(self, path, line, what):
        self.problems.append(f"{path}:{line}: {what}" if line else f"{path}: {what}")

    def run(self):
        self.check_layout()
        for path in self.files:
            if not path.endswith(TEXT) and not self.is_script(path):
                continue
            with open(os.path.join(self.root, path), encoding="utf-8", errors="replace", newline="") as stream:
                lines = stream.read().split("\n")
            if path.startswith(("assets/demo/", "tests/fuzz/corpus/")):
                continue  # files as a school has them, or as nobody should
            self.check_text(path, lines)
            if path.endswith(CODE):
                self.check_includes(path, lines)
                self.check_rules(path, lines)
        self.check_stale()
        return self.problems

    def is_script(self, path):
        if "." in os.path.basename(path):
            return False
        with open(os.path.join(self.root, path), "rb") as stream:
            return stream.read(2) == b"#!"

    def check_layout(self):
        top = {path.split("/")[0] for path in self.files}
        for name in sorted(top):
            if name not in TOP_LEVEL and not name.startswith("."):
                self.say(name, 0, "the top level is fixed; put it into one of its folders")
        for name in sorted(TOP_LEVEL - top):
            self.say(name, 0, "is missing at the top level")
        folders = {owner(path) for path in self.files if path.endswith(CODE)} - {None}
        for folder in sorted(folders):
            if folder + "/README.md" not in self.files:
                self.say(folder, 0, "has no README.md (what lives here, what may not, where to start reading)")
        for path in self.files:
            if path.endswith(CODE) and path.split("/")[0] in ("app", "platform") and owner(path) is None:
                self.say(path, 0, "belongs to no folder of the table in tests/lint/arrows.py")

    def check_text(self, path, lines):
        for number, line in enumerate(lines, 1):
            if line != line.rstrip():
                self.say(path, number, "ends with white space")
            if re.search(r"(^|[\s\"'(=])/(home|root|work|Users)/\w", line) and path != "tests/lint/lint.py":
                self.say(path, number, "names a folder of one machine")
        if lines and lines[-1] != "":
            self.say(path, len(lines), "does not end with a line break")
        if path.endswith(CODE + (".py", ".sh")) and len(lines) > MAX_LINES and "Long because" not in "\n".join(lines[:30]):
            self.say(path, 0, f"has {len(lines)} lines; divide it, or say near its top: Long because ...")

    def check_includes(self, path, lines):
        here = owner(path)
        for number, line in enumerate(lines, 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            quoted, name = match.group(1) == '"', match.group(2)
            if quoted:
                if name not in self.files and not name.startswith("build/"):
                    self.say(path, number, f'"{name}" is not written from the root of the project')
                    continue
                self.check_edge(path, number, here, owner(name), name)
            elif here:
                self.check_library(path, number, here, name)

    def check_edge(self, path, number, here, there, name):
        if name.startswith("tests/") and not path.startswith("tests/"):
            self.say(path, number, "the programs know nothing of the tests")
            return
        if not here or not there or here == there:
            return
        if there in arrows.CONCRETE:
            if os.path.basename(path) != "main.cpp":
                self.say(path, number, f"only a main.cpp names {there}")
            return
        if there in reachable(here):
            return
        if (here, there) in arrows.EXCEPTIONS:
            self.used_exceptions.add((here, there))
            return
        self.say(path, number, f"{here} may not include {there} (tests/lint/arrows.py)")

    def check_library(self, path, number, here, name):
        for prefix, folders in arrows.LIBRARIES.items():
            if name.startswith(prefix) and here not in folders:
                self.say(path, number, f"{here} may not name the library of <{name}> (tests/lint/arrows.py)")

    def check_rules(self, path, lines):
        top = path.split("/")[0]
        if top == "app":
            for number, line in enumerate(lines, 1):
                code = line.split("//")[0]
                for what, pattern, instead in FORBIDDEN:
                    if not re.search(pattern, code):
                        continue
                    if (path, what) in self.allowed:
                        self.used_allowances.add((path, what))
                    else:
                        self.say(path, number, f"{what}; {instead}")
                if "platform_linux::" in code and os.path.basename(path) != "main.cpp":
                    self.say(path, number, "only a main.cpp names concrete platform classes")
        if path.startswith(("app/kiosk/screens/", "app/kiosk/curator/")):
            for number, line in enumerate(lines, 1):
                if "ImGui" in line.split("//")[0] or "ImDrawList" in line.split("//")[0]:
                    self.say(path, number, "screens draw with the kit only")
                if re.search(r"^\s+static (?!_assert|constexpr|const\b)", line):
                    self.say(path, number, "screens keep nothing between passes")
        if top == "tests" and not path.startswith(REAL_TIME):
            for number, line in enumerate(lines, 1):
                if re.search(r"\bsleep_(for|until)\b|\busleep\(", line.split("//")[0]):
                    self.say(path, number, "tests wait in steps, not in seconds")

    def check_stale(self):
        for edge in sorted(set(arrows.EXCEPTIONS) - self.used_exceptions):
            self.say("tests/lint/arrows.py", 0, f"the exception {edge[0]} -> {edge[1]} is not needed any more; take it out")
        for path, what in sorted(set(self.allowed) - self.used_allowances):
            self.say("tests/lint/lint.py", 0, f"{path} no longer {what}; take the allowance out")


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    problems = Lint(os.path.abspath(root)).run()
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
