#include "app/cli/secrets.h"
#include "app/domain/pin.h"
#include "app/storage/store.h"
#include "platform/linux/linux.h"
#include "tests/support/fake_entropy.h"
#include "tests/unit/cli/command.h"

namespace {

using command::Folder;
using command::has;

void make(const Folder& folder) {
    REQUIRE(folder.run({"init", "--data", folder / "data", "--school", "Школа", "--timezone", "Europe/Moscow"}).code == 0);
}

}  // namespace

TEST_CASE("A kiosk is made once, with a PIN and a passphrase that are shown") {
    const Folder folder("init");
    const auto made = folder.run({"init", "--data", folder / "data", "--school", "Школа", "--timezone", "Europe/Moscow"});
    CHECK(made.code == 0);
    CHECK(has(made.out, "ПИН-код куратора: "));
    CHECK(has(made.out, "Парольная фраза для ответов: "));
    const auto again = folder.run({"init", "--data", folder / "data", "--school", "Другая", "--timezone", "Europe/Moscow"});
    CHECK(again.code == 1);
    CHECK(has(again.error, "уже есть киоск"));
    CHECK(has(folder.run({"settings", "--data", folder / "data", "school-name"}).out, "Школа"));
}

TEST_CASE("A given PIN and a given passphrase are not shown again") {
    const Folder folder("given");
    std::ofstream(folder / "secret") << "длинная фраза\n";
    const auto made = folder.run({"init", "--data", folder / "data", "--school", "Школа", "--timezone", "Europe/Moscow",
                                  "--pin", "739164", "--passphrase-file", folder / "secret"});
    CHECK(made.code == 0);
    CHECK_FALSE(has(made.out, "739164"));
    CHECK_FALSE(has(made.out, "длинная"));
}

TEST_CASE("A command line that is not understood is answered in a sentence, with the help, in the person's language") {
    const Folder folder("usage");
    const std::string data = folder / "data";
    const auto check = [&](const std::vector<std::string>& arguments, int code, const std::string& part) {
        const auto answer = folder.run(arguments);
        INFO(answer.error);
        CHECK(answer.code == code);
        CHECK(has(answer.error, part));
        CHECK(answer.out.empty());
    };
    check({}, 2, "Скажите, что сделать");
    check({"status"}, 2, "Не хватает --data");
    check({"fly", "--data", data}, 2, "Непонятно: fly");
    check({"log", "export", "--data", data, "--out", data, "--format", "doc"}, 2, "одно из: csv,xlsx,jsonl");
    check({"init", "--data", data, "--school", "Ш", "--timezone", "Кузбасс"}, 2, "Часового пояса Кузбасс нет");
    check({"init", "--data", data, "--school", "Ш", "--timezone", "Europe/Moscow", "--pin", "12a4"}, 2, "от 4 до 8 цифр");
    check({"init", "--data", data, "--school", "", "--timezone", "Europe/Moscow"}, 2, "Название школы пустое");
    check({"status", "--data", data}, 1, "нет киоска");
    check({"import", "--data", data, "x.csv"}, 1, "нет киоска");
    check({"log", "verify", "--data", data}, 1, "нет киоска");
    check({"status", "--data", data, "--language", "de"}, 2, "одно из: ru,en");
    const auto english = folder.run({"status", "--data", data}, "", "LANG=en_GB.UTF-8");
    CHECK(has(english.error, "There is no kiosk"));
    CHECK(has(folder.run({"--language", "en"}).error, "Say what to do"));
    const auto help = folder.run({"status", "--help"});
    CHECK(help.code == 0);
    CHECK(has(help.out, "vstrecha status"));
    CHECK(has(help.out, "Параметры"));
}

TEST_CASE("A file that is not there is named, and nothing is changed") {
    const Folder folder("missing");
    make(folder);
    const auto answer = folder.run({"import", "--data", folder / "data", folder / "нет.csv"});
    CHECK(answer.code == 1);
    CHECK(has(answer.error, "нет.csv: такого файла или папки нет"));
}

TEST_CASE("Settings are shown, changed and refused with the reason") {
    const Folder folder("settings");
    make(folder);
    const auto set = [&](const std::string& key, const std::string& value) {
        return folder.run({"settings", "--data", folder / "data", key, value});
    };
    const auto get = [&](const std::string& key) { return folder.run({"settings", "--data", folder / "data", key}).out; };
    CHECK(set("check_in_opens_before", "20").code == 0);
    CHECK(get("check-in-opens-before") == "20\n");
    CHECK(set("rating-closes-at", "19:30").code == 0);
    CHECK(get("rating-closes-at") == "19:30\n");
    CHECK(set("find-by", "code").code == 0);
    CHECK(set("sound", "off").code == 0);
    CHECK(set("primary-colour", "#0B7285").code == 0);
    CHECK(get("primary-colour") == "#0B7285\n");
    CHECK(set("language", "en").code == 0);
    CHECK(has(folder.run({"settings", "--data", folder / "data"}).out, "school-name"));

    const auto yellow = set("primary-colour", "#FFD000");
    CHECK(yellow.code == 1);
    CHECK(has(yellow.error, "контраст 1.5:1, а нужен 4.5:1"));
    CHECK(get("primary-colour") == "#0B7285\n");
    const auto dark = set("appearance", "dark");
    CHECK(dark.code == 1);
    CHECK(has(dark.error, "Возьмите цвет светлее"));
    CHECK(set("primary-colour", "none").code == 0);
    CHECK(set("appearance", "dark").code == 0);
    for (const auto& [key, value] : std::vector<std::pair<std::string, std::string>>{
             {"check-in-opens-before", "-1"}, {"check-in-opens-before", "ten"}, {"rating-closes-at", "25:00"},
             {"find-by", "face"}, {"sound", "loud"}, {"time-zone", "Mars"}, {"primary-colour", "#12345"},
             {"logo", "../x.png"}, {"logo", "absent.png"}, {"school-name", ""}}) {
        INFO(key << " = " << value);
        CHECK(set(key, value).code == 1);
    }
    const auto unknown = set("colour", "red");
    CHECK(unknown.code == 2);
    CHECK(has(unknown.error, "primary-colour"));
}

TEST_CASE("A new PIN is read without a terminal too, and a bad one is not taken") {
    const Folder folder("pin");
    make(folder);
    CHECK(folder.run({"pin", "--data", folder / "data"}, "8642\n").code == 0);
    const auto short_one = folder.run({"pin", "--data", folder / "data"}, "12\n");
    CHECK(short_one.code == 1);
    CHECK(has(short_one.error, "от 4 до 8 цифр"));
    CHECK(folder.run({"pin", "--data", folder / "data"}, "").code == 1);
}

TEST_CASE("Beside a running kiosk the command reads, and refuses to write") {
    const Folder folder("running");
    make(folder);
    const auto clock = platform_linux::make_clock();
    const auto entropy = platform_linux::make_entropy();
    const auto locks = platform_linux::make_process_locks();
    const auto files = platform_linux::make_file_system();
    const auto kiosk = storage::Store::open(folder / "data", {*clock, *entropy, *locks, *files},
                                            storage::OpenMode::read_write);
    REQUIRE(kiosk);
    CHECK(folder.run({"status", "--json", "--data", folder / "data"}).code == 0);
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"settings", "--data", folder / "data", "sound", "off"},
             {"pin", "--data", folder / "data"},
             {"import", "--data", folder / "data", command::kSchool / "groups.csv"}}) {
        const auto refused = folder.run(arguments, "8642\n");
        CHECK(refused.code == 1);
        CHECK(has(refused.error, "Киоск работает"));
    }
    const auto exported = folder.run({"log", "export", "--data", folder / "data", "--out", folder / "out"});
    CHECK(exported.code == 0);
    CHECK(has(exported.out, "не отмечены как забранные"));
    CHECK(nlohmann::json::parse(folder.run({"status", "--json", "--data", folder / "data"}).out)["last_seq"] == 1);
}

TEST_CASE("Drawn secrets are digits, different each time, and never an easy PIN's pattern") {
    support::FakeEntropy entropy(7);
    const auto first = cli::draw_passphrase(entropy), second = cli::draw_passphrase(entropy);
    CHECK(first != second);
    CHECK(first.size() == 24);
    CHECK(first.find_first_not_of("0123456789-") == std::string::npos);
    CHECK(domain::is_pin("1234"));
    CHECK_FALSE(domain::is_pin("123"));
    CHECK_FALSE(domain::is_pin("123456789"));
    CHECK_FALSE(domain::is_pin("12 4"));
    for (const char* pin : {"1234", "0000", "9876", "2580", "654321"}) CHECK(domain::is_easy_pin(pin));
    for (const char* pin : {"7391", "1357", "0917"}) CHECK_FALSE(domain::is_easy_pin(pin));
}
