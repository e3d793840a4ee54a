#!/usr/bin/env python3
"""Every sentence that the programs can say has its Russian, with the same {placeholders}.

Usage: translations_test.py SOURCE_FOLDER. Reads text("..."), plural("...", "...") and in_context("...", "...") out of
app/ with xgettext and [[...]] out of the pages in assets/web/, joins assets/locale/ru/*.po, and compares.
"""
import glob
import os
import re
import subprocess
import sys

# kit.text("home.date", ...) takes the id of a widget, not a sentence.
WIDGET = re.compile(r"^[a-z_]+(\.[a-z_]+)+$")
# What is written there is read by programs and technicians only.
SILENT = ("app/eventlog/", "app/storage/", "app/catalogue/")
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def entries(po):
    """(context, id, id_plural) -> list of translations, of the text of one .po file."""
    found, field, entry = {}, None, {}

    def close():
        if "msgid" in entry and entry["msgid"]:
            key = (entry.get("msgctxt", ""), entry["msgid"], entry.get("msgid_plural", ""))
            found[key] = [entry[name] for name in sorted(entry) if name.startswith("msgstr")]

    for line in po.splitlines() + [""]:
        if not line.strip():
            close()
            entry, field = {}, None
        elif line.startswith("#"):
            continue
        else:
            word, _, rest = line.partition(" ") if line[0] != '"' else (field, "", line)
            if line[0] != '"' and word in ("msgctxt", "msgid") and ("msgstr" in entry or "msgstr[0]" in entry):
                close()
                entry = {}
            field = word
            text = "".join(STRING.findall(rest)).replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")
            entry[field] = entry.get(field, "") + text
    return found


def plain(forms):
    return [form.replace("\u00a0", " ") for form in forms]


def main(root):
    problems = []
    russian, owner = {}, {}
    for path in sorted(glob.glob(os.path.join(root, "assets/locale/ru/*.po"))):
        name = os.path.basename(path)
        with open(path, encoding="utf-8") as file:
            for key, forms in entries(file.read()).items():
                same = (key[0], key[1])
                # A no-break space for a space is the same words.
                if same in russian and plain(russian[same]) != plain(forms):
                    problems.append(f"{name}: \"{key[1]}\" is translated differently in {owner[same]}; give one a context")
                russian.setdefault(same, forms)
                owner.setdefault(same, name)

    sources = sorted(glob.glob(os.path.join(root, "app/**/*.cpp"), recursive=True)
                     + glob.glob(os.path.join(root, "app/**/*.h"), recursive=True))
    sources = [source for source in sources if not os.path.relpath(source, root).startswith(SILENT)]
    extracted = subprocess.run(
        ["xgettext", "--language=C++", "--from-code=UTF-8", "--no-location", "--no-wrap", "-k", "-ktext:1",
         "-kplural:1,2", "-kin_context:1c,2", "-o", "-"] + sources,
        check=True, capture_output=True).stdout.decode()
    said = entries(extracted)
    for page in glob.glob(os.path.join(root, "assets/web/*/*.html")):
        with open(page, encoding="utf-8") as file:
            for sentence in re.findall(r"\[\[([^\[\]]+)\]\]", file.read()):
                said.setdefault(("", sentence, ""), [])
    if len(said) < 100:
        problems.append("xgettext finds almost nothing: is the test looking in the right place?")
    for context, one, many in said:
        if WIDGET.match(one):
            continue
        forms = russian.get((context, one))
        where = f"\"{one}\"" + (f" (context {context})" if context else "")
        if not forms or not all(forms):
            problems.append(f"no Russian for {where}: add it to assets/locale/ru/<area>.po")
            continue
        if many and len(forms) != 3:
            problems.append(f"{where}: Russian has three plural forms, {len(forms)} are there")
        if not many and len(forms) != 1:
            problems.append(f"{where}: is no plural")
        # {n} may be missing from a form that says the number in words; every other placeholder must be in every form.
        wanted = set(PLACEHOLDER.findall(many or one))
        for form in forms:
            has = set(PLACEHOLDER.findall(form))
            if has - wanted or (wanted - has) - ({"{n}"} if many else set()):
                problems.append(f"{where}: the placeholders differ: {sorted(wanted)} and {sorted(has)}")
    for problem in problems:
        print(problem)
    print(f"{len(said)} sentences, {len(russian)} translations, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
