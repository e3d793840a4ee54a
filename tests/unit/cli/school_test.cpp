#include "tests/unit/cli/command.h"

namespace {

using command::Folder;
using command::has;
using command::kSchool;

// "groups 39" and "равный – равному: 10" of COUNTS.txt.
std::map<std::string, int> counts() {
    std::map<std::string, int> all;
    std::ifstream in(kSchool / "COUNTS.txt");
    for (std::string line; std::getline(in, line);) {
        const auto space = line.rfind(' ');
        auto name = line.substr(0, space);
        if (name.ends_with(':')) name.pop_back();
        all[name] = std::stoi(line.substr(space + 1));
    }
    REQUIRE(all.size() > 8);
    return all;
}

void make(const Folder& folder) {
    const auto made = folder.run({"init", "--data", folder / "data", "--school", "Школа № 12", "--timezone",
                                  "Asia/Novokuznetsk", "--pin", "7391"});
    REQUIRE(made.code == 0);
}

}  // namespace

TEST_CASE("A new kiosk takes the school's files in any order and counts what COUNTS.txt says") {
    const Folder folder("import");
    make(folder);
    const auto trial = folder.run({"import", "--data", folder / "data", "--dry-run", kSchool / "cards.csv",
                                   kSchool / "meetings.csv", kSchool / "groups.csv", kSchool / "people-windows-1251.csv"});
    CHECK(trial.code == 0);
    CHECK(has(trial.out, "Это проба"));
    CHECK(nlohmann::json::parse(folder.run({"status", "--json", "--data", folder / "data"}).out)["people"] == 0);

    const auto imported = folder.run({"import", "--data", folder / "data", kSchool / "cards.csv", kSchool / "meetings.csv",
                                      kSchool / "groups.csv", kSchool / "people-windows-1251.csv"});
    INFO(imported.out << imported.error);
    REQUIRE(imported.code == 0);
    CHECK(has(imported.out, "У 3 человек нет согласия"));
    CHECK(has(imported.out, "людей 107, групп 39, встреч 468"));

    const auto expected = counts();
    const auto status = nlohmann::json::parse(folder.run({"status", "--json", "--data", folder / "data"}).out);
    CHECK(status["school"] == "Школа № 12");
    CHECK(status["pupils"] == expected.at("pupils in the programme"));
    CHECK(status["teachers"] == expected.at("teachers in the programme"));
    CHECK(status["people"] == expected.at("pupils in the programme") + expected.at("teachers in the programme"));
    CHECK(status["groups"] == expected.at("groups"));
    CHECK(status["meetings"] == expected.at("meetings"));
    CHECK(status["without_consent"] == expected.at("without consent"));
    CHECK(status["by_variant"].size() == 6);
    for (const auto& [variant, people] : status["by_variant"].items()) CHECK(people == expected.at(variant));
    CHECK(status["chain_ok"] == true);
    CHECK(status["events"] == 2);
    CHECK(status["last_seq"] == 2);
    CHECK(status["unacknowledged"] == 0);
    CHECK(status["last_export"].is_null());
    CHECK(status["head"].get<std::string>().size() == 64);

    // Again, in one JSON answer: nothing to do, and no new record.
    const auto again = folder.run({"import", "--json", "--data", folder / "data", kSchool / "people-windows-1251.csv",
                                   kSchool / "cards.csv", kSchool / "groups.csv", kSchool / "meetings.csv"});
    CHECK(again.code == 0);
    const auto report = nlohmann::json::parse(again.out);
    CHECK(report["accepted"] == true);
    CHECK(report["changed"] == false);
    CHECK(report["without_consent"].size() == 3);
    CHECK(nlohmann::json::parse(folder.run({"status", "--json", "--data", folder / "data"}).out)["last_seq"] == 2);
}

TEST_CASE("A file with an error changes nothing, and the answer says where and what to do") {
    const Folder folder("errors");
    make(folder);
    auto groups = command::read(kSchool / "groups.csv");
    const auto at = groups.find("Шаповалова Мадина");
    REQUIRE(at != std::string::npos);
    groups.replace(at, std::string("Шаповалова").size(), "Неизвестная");
    std::ofstream(folder / "groups.csv") << groups;
    const std::vector<std::string> arguments = {"import", "--data", folder / "data", kSchool / "people-windows-1251.csv",
                                                folder / "groups.csv", kSchool / "meetings.csv"};
    const auto refused = folder.run(arguments);
    CHECK(refused.code == 1);
    CHECK(has(refused.out, "groups.csv"));
    CHECK(has(refused.out, "строка 2"));
    CHECK(has(refused.out, "Неизвестная Мадина"));
    CHECK(has(refused.out, "ничего не изменено"));
    CHECK(nlohmann::json::parse(folder.run({"status", "--json", "--data", folder / "data"}).out)["people"] == 0);

    auto in_english = arguments;
    in_english.insert(in_english.end(), {"--language", "en"});
    CHECK(has(folder.run(in_english).out, "nothing was changed"));

    auto skipping = arguments;
    skipping.push_back("--skip-bad-rows");
    CHECK(folder.run(skipping).code == 0);
    CHECK(nlohmann::json::parse(folder.run({"status", "--json", "--data", folder / "data"}).out)["groups"] == 39);
}

TEST_CASE("The demo school is made once, has meetings around now, and its log holds together") {
    const Folder folder("demo");
    const auto made = folder.run({"demo", "--data", folder / "data"});
    INFO(made.out << made.error);
    REQUIRE(made.code == 0);
    CHECK(has(made.out, "2468"));
    CHECK(has(made.out, "людей 107, пар и групп 39, встреч 468"));
    const auto before = nlohmann::json::parse(folder.run({"status", "--json", "--data", folder / "data"}).out);
    CHECK(before["without_consent"] == 3);
    CHECK(before["chain_ok"] == true);
    CHECK(before["events"].get<int>() > 200);
    CHECK(before["unacknowledged"].get<int>() > 0);

    const auto again = folder.run({"demo", "--data", folder / "data", "--json"});
    CHECK(again.code == 0);
    const auto told = nlohmann::json::parse(again.out);
    CHECK(told["made"] == false);
    CHECK(told["pin"] == "2468");
    CHECK(nlohmann::json::parse(folder.run({"status", "--json", "--data", folder / "data"}).out) == before);
    // Whatever the hour: a day that is nearly over has no "later" any more.
    for (const auto& person : told["people"]) {
        CHECK(person["card"].get<std::string>().size() >= 4);
        CHECK(person["pictures"].size() == 3);
    }
    CHECK(has(folder.run({"demo", "--data", folder / "data"}).out, "Ничего не изменено"));
    CHECK(folder.run({"log", "verify", "--data", folder / "data"}).code == 0);
}

TEST_CASE("The log leaves as tables; with the passphrase its answers too") {
    const Folder folder("export");
    REQUIRE(folder.run({"demo", "--data", folder / "data"}).code == 0);
    const auto files = [&](const std::string& out) {
        std::vector<std::filesystem::path> all;
        if (!std::filesystem::exists(folder / out)) return all;
        for (const auto& entry : std::filesystem::directory_iterator(folder / out)) all.push_back(entry.path());
        std::sort(all.begin(), all.end());
        return all;
    };

    const auto plain = folder.run({"log", "export", "--data", folder / "data", "--out", folder / "plain", "--format", "jsonl"});
    INFO(plain.out << plain.error);
    REQUIRE(plain.code == 0);
    REQUIRE(files("plain").size() == 1);
    const auto lines = command::read(files("plain").front());
    const auto status = nlohmann::json::parse(folder.run({"status", "--json", "--data", folder / "data"}).out);
    // The export itself is one record more. What it took still waits: nobody has said that he holds it.
    CHECK(status["last_seq"] == static_cast<int>(std::count(lines.begin(), lines.end(), '\n')) + 1);
    CHECK(status["unacknowledged"].get<int>() > 0);
    CHECK(status["untaken"] == 0);
    CHECK_FALSE(status["last_export"].is_null());
    CHECK_FALSE(has(lines, "Шаповалова"));

    const auto csv = folder.run({"log", "export", "--data", folder / "data", "--out", folder / "csv", "--with-answers"},
                                "demo-school-12\n");
    INFO(csv.out << csv.error);
    REQUIRE(csv.code == 0);
    REQUIRE(files("csv").size() == 2);
    const auto answers = command::read(files("csv")[0]), attendance = command::read(files("csv")[1]);
    CHECK(answers.starts_with("\uFEFFДата;"));
    CHECK(has(answers, "тема понятна"));
    CHECK(attendance.starts_with("\uFEFFДата;Начало;Окончание;№ группы;"));
    CHECK(has(attendance, ";наставник;Шестаков Артём Павлович;9В;"));
    CHECK(has(attendance, "состоялась"));
    CHECK(has(attendance, "отменена"));

    const auto wrong = folder.run({"log", "export", "--data", folder / "data", "--out", folder / "none", "--with-answers"},
                                  "not the passphrase\n");
    CHECK(wrong.code == 1);
    CHECK(has(wrong.error, "Парольная фраза неверна"));
    CHECK(files("none").empty());

    std::ofstream(folder / "secret") << "demo-school-12\r\n";
    CHECK(folder.run({"log", "export", "--data", folder / "data", "--out", folder / "book", "--format", "xlsx",
                      "--with-answers", "--passphrase-file", folder / "secret"}).code == 0);
    CHECK(files("book").size() == 2);
}

TEST_CASE("Cards of one class are made, for those with a consent") {
    const Folder folder("cards");
    REQUIRE(folder.run({"demo", "--data", folder / "data"}).code == 0);
    const auto all = folder.run({"cards", "--data", folder / "data", "--out", folder / "new" / "cards.pdf"});
    INFO(all.out << all.error);
    CHECK(all.code == 0);
    CHECK(has(all.out, "104 карточки, 13 страниц"));
    CHECK(command::read(folder / "new" / "cards.pdf").starts_with("%PDF"));
    CHECK(folder.run({"cards", "--data", folder / "data", "--out", folder / "5.pdf", "--class", "5 «а»"}).code == 0);
    const auto nobody = folder.run({"cards", "--data", folder / "data", "--out", folder / "x.pdf", "--class", "5Ы"});
    CHECK(nobody.code == 1);
    CHECK(has(nobody.error, "5Ы"));
    CHECK_FALSE(std::filesystem::exists(folder / "x.pdf"));
}
