#!/usr/bin/env python3
"""Each rule of lint.py is broken once in a small project of its own; it must be named, and nothing else."""
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import arrows  # noqa: E402
import lint  # noqa: E402

SOUND = {
    "CMakeLists.txt": "\n", "CMakePresets.json": "{}\n", "README.md": "\n", "LICENSE": "\n",
    "assets/a.txt": "a\n", "deploy/run.sh": "true\n", "tests/a.cpp": '#include "app/domain/a.h"\n',
    "platform/base/README.md": "\n", "platform/base/a.h": "#include <string>\n",
    "platform/linux/README.md": "\n", "platform/linux/a.h": '#include "platform/base/a.h"\n',
    "app/domain/README.md": "\n", "app/domain/a.h": '#include "platform/base/a.h"\n',
    "app/eventlog/README.md": "\n", "app/eventlog/a.h": '#include "app/domain/a.h"\n#include <sodium.h>\n',
    "app/kiosk/README.md": "\n", "app/kiosk/main.cpp": '#include "platform/linux/a.h"\n',
    "app/kiosk/screens/README.md": "\n", "app/kiosk/screens/a.cpp": '#include "app/domain/a.h"\n',
}


class LintTest(unittest.TestCase):
    def problems(self, changes, allowed=None):
        with tempfile.TemporaryDirectory() as root:
            for path, content in {**SOUND, **changes}.items():
                if content is None:
                    continue
                os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as stream:
                    stream.write(content)
            return lint.Lint(root, allowed or {}).run()

    def one_problem(self, words, changes):
        found = self.problems(changes)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def test_a_sound_project_has_no_problem(self):
        self.assertEqual(self.problems({}), [])

    def test_a_new_edge_is_named(self):
        self.one_problem("app/domain may not include app/eventlog",
                         {"app/domain/b.h": '#include "app/eventlog/a.h"\n'})

    def test_platform_never_includes_app(self):
        self.one_problem("platform/base may not include app/domain",
                         {"platform/base/b.h": '#include "app/domain/a.h"\n'})

    def test_a_stale_exception_is_named(self):
        arrows.EXCEPTIONS[("app/domain", "app/eventlog")] = "for this test"
        try:
            self.assertEqual(self.problems({"app/domain/b.h": '#include "app/eventlog/a.h"\n'}), [])
            self.one_problem("is not needed any more", {})
        finally:
            arrows.EXCEPTIONS.clear()

    def test_an_include_is_written_from_the_root(self):
        self.one_problem("not written from the root", {"app/domain/b.h": '#include "a.h"\n'})

    def test_a_library_stays_behind_its_wrapper(self):
        self.one_problem("may not name the library", {"app/domain/b.h": "#include <sodium.h>\n"})

    def test_only_main_names_the_concrete_platform(self):
        self.one_problem("only a main.cpp names", {"app/kiosk/b.cpp": '#include "platform/linux/a.h"\n'})

    def test_a_clock_of_its_own_is_named(self):
        self.one_problem("reads a clock", {"app/domain/b.h": "auto t = std::chrono::system_clock::now();\n"})

    def test_a_sleep_is_named(self):
        self.one_problem("sleeps", {"app/domain/b.h": "std::this_thread::sleep_for(a);\n"})
        self.one_problem("wait in steps", {"tests/b.cpp": "std::this_thread::sleep_for(a);\n"})

    def test_randomness_of_its_own_is_named(self):
        self.one_problem("random", {"app/domain/b.h": "std::random_device device;\n"})

    def test_a_file_of_its_own_is_named(self):
        self.one_problem("opens files", {"app/domain/b.h": "std::ifstream file(name);\n"})

    def test_a_connection_of_its_own_is_named(self):
        self.one_problem("opens SQLite", {"app/domain/b.h": "SQLite::Database database{file, flags};\n"})
        self.one_problem("opens SQLite", {"app/domain/b.h": "sqlite3_open_v2(file, &handle, flags, nullptr);\n"})

    def test_a_database_of_its_own_is_named(self):
        self.one_problem("opens a database", {"app/domain/b.h": "soci::session session{factory, address};\n"})

    def test_an_allowance_holds_until_it_is_stale(self):
        allowed = {("app/domain/b.h", "opens files"): "for this test"}
        self.assertEqual(self.problems({"app/domain/b.h": "std::ifstream file(name);\n"}, allowed), [])
        self.assertIn("take the allowance out", self.problems({"app/domain/b.h": "int a;\n"}, allowed)[0])

    def test_a_comment_may_speak_of_a_clock(self):
        self.assertEqual(self.problems({"app/domain/b.h": "// not system_clock::now\n"}), [])

    def test_screens_use_the_kit_only(self):
        self.one_problem("kit only", {"app/kiosk/screens/b.cpp": 'void f() { ImGui::Text("a"); }\n'})

    def test_screens_have_no_statics(self):
        self.one_problem("nothing between passes", {"app/kiosk/screens/b.cpp": "void f() {\n    static int n = 0;\n}\n"})

    def test_each_folder_has_a_readme(self):
        self.one_problem("no README.md", {"app/domain/README.md": None})

    def test_the_top_level_is_fixed(self):
        self.one_problem("top level is fixed", {"notes/a.txt": "a\n"})
        self.one_problem("missing at the top level", {"LICENSE": None})

    def test_a_long_file_says_why(self):
        body = "int a;\n" * 500
        self.one_problem("lines; divide it", {"app/domain/b.h": body})
        self.assertEqual(self.problems({"app/domain/b.h": "// Long because it is one table.\n" + body}), [])

    def test_white_space_at_the_end_of_a_line_is_named(self):
        self.one_problem("white space", {"app/domain/b.h": "int a; \n"})

    def test_a_folder_of_one_machine_is_named(self):
        self.one_problem("one machine", {"app/domain/b.h": '// see "/home/' + 'someone/a"\n'})


if __name__ == "__main__":
    unittest.main()
