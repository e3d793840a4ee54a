#include "app/catalogue/catalogue.h"

#include <filesystem>
#include <fstream>

#include "tests/support/catch.h"

namespace {

using catalogue::CatalogueFile;

// The real files, as a test of their own.
std::vector<CatalogueFile> real_files() {
    std::vector<CatalogueFile> files;
    for (const auto& entry : std::filesystem::directory_iterator(VSTRECHA_SOURCE_DIR "/assets/catalogue")) {
        if (entry.path().extension() != ".toml") continue;
        std::ifstream in(entry.path());
        files.push_back({entry.path().filename().string(),
                         {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}});
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return files;
}

CatalogueFile& file(std::vector<CatalogueFile>& files, const std::string& part) {
    for (auto& each : files) {
        if (each.name.find(part) != std::string::npos) return each;
    }
    FAIL("no such file");
    return files.front();
}

void replace(std::string& text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("The catalogue that ships holds the six variants of the school's report") {
    const auto loaded = catalogue::parse(real_files());
    REQUIRE(loaded);
    std::vector<std::string> variants;
    for (const auto& form : loaded->forms) {
        if (form.id != "pupil-pupil" && form.id != "teacher-pupil") continue;
        for (const auto& variant : form.variants) variants.push_back(variant.name.russian);
    }
    CHECK(variants == std::vector<std::string>{"успевающий – неуспевающий", "лидер – пассивный", "равный – равному",
                                               "адаптированный – неадаптированный",
                                               "активный профессионал – равнодушный потребитель",
                                               "коллега – молодой коллега"});
    CHECK(loaded->forms.front().name.russian == "Ученик–ученик");
    CHECK(loaded->meeting_kinds.size() == 6);
    CHECK(loaded->meeting_kinds.back().name.russian == "Внеплановая");
    for (const auto& tags : loaded->tags) CHECK(tags.size() == catalogue::kTagsPerAudience);
    CHECK(loaded->tags_for(domain::Audience::pupil_mentee).front().text.russian == "тема понятна");
}

TEST_CASE("A slip in a catalogue file is refused with its file, its line and what is wrong") {
    auto files = real_files();
    std::string part, what;
    int line = 0;
    SECTION("not TOML") { part = "10-form"; file(files, part).content = "a = \nb"; line = 1; }
    SECTION("an unknown key") {
        part = "10-form";
        auto& text = file(files, part).content;
        replace(text, "mentor_role", "mentor_rule");
        what = "unknown key \"mentor_rule\"";
        line = 13;
    }
    SECTION("an English text missing") {
        part = "70-";
        replace(file(files, part).content, ", en = \"Planning\"", "");
        what = "\"en\" must be a text";
    }
    SECTION("an id twice") {
        part = "70-";
        replace(file(files, part).content, "id = \"trial\"", "id = \"opening\"");
        what = "is there twice";
    }
    SECTION("an id with Cyrillic in it") {
        part = "80-";
        replace(file(files, part).content, "id = \"progress\"", "id = \"рrogress\"");
        what = "an id has small Latin letters";
    }
    SECTION("three tags instead of four") {
        part = "80-";
        auto& text = file(files, part).content;
        text = text.substr(0, text.rfind("[[tags"));
        what = "exactly 4 times";
    }
    SECTION("no version") { part = "20-"; replace(file(files, part).content, "version = 1\n", ""); what = "\"version\""; }
    SECTION("no source") { part = "20-"; replace(file(files, part).content, "source = ", "sauce = "); what = "\"source\""; }
    SECTION("no word on whether it was checked") {
        part = "30-";
        replace(file(files, part).content, "confirmed = false", "confirmed = \"no\"");
        what = "\"confirmed\"";
    }
    SECTION("Russian letters without quotes") {
        part = "70-";
        auto& text = file(files, part).content;
        text = "# «Виды» \"встреч\n" + text + "имя = 1\n";
        what = "must stand in quotes";
        line = static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    }
    SECTION("a number, and a quote right behind it") {
        part = "70-";
        replace(file(files, part).content, "version = 1\n", "version = 1\"да\"\n");
        what = "right behind";
    }
    SECTION("a text that goes on in the next line") {
        part = "70-";
        replace(file(files, part).content, "version = 1\n", "version = 1\nsource = \"\"\"\na \\ \n  да\"\"\"\n");
        what = "in one line";
    }
    SECTION("an unknown kind of file") {
        part = "70-";
        replace(file(files, part).content, "\"meeting-kinds\"", "\"kinds\"");
        what = "\"kind\" must be";
    }
    const auto refused = catalogue::parse(files);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().file.find(part) != std::string::npos);
    CHECK(refused.error().what.find(what) != std::string::npos);
    CHECK(refused.error().line > 0);
    if (line != 0) CHECK(refused.error().line == line);
    CHECK(catalogue::describe(refused.error()).find(refused.error().file + ":") != std::string::npos);
}

TEST_CASE("Quotes of every kind, escapes and comments are told apart") {
    auto files = real_files();
    auto& text = file(files, "70-").content;
    // A source may be any text; the quotes in it are none of the document's.
    SECTION("escaped") { replace(text, "source = \"", "source = \"\\\\ \\\" # \u0027 да \\u0416 "); }
    SECTION("in a comment") { text = "# it's \"\"\" да\n" + text; }
    SECTION("a byte order mark") { text = "\uFEFF" + text; }
    CHECK(catalogue::parse(files));
}

TEST_CASE("A catalogue without one of its three parts is no catalogue") {
    for (const char* part : {"form", "70-", "80-"}) {
        auto files = real_files();
        files.erase(std::remove_if(files.begin(), files.end(),
                                   [&](const auto& f) { return f.name.find(part) != std::string::npos; }),
                    files.end());
        CHECK_FALSE(catalogue::parse(files));
    }
}

TEST_CASE("Two forms with one id are refused") {
    auto files = real_files();
    files.insert(files.begin() + 1, {"11-form-again.toml", files.front().content});
    const auto refused = catalogue::parse(files);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what.find("pupil-pupil") != std::string::npos);
}
