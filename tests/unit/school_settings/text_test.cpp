#include <functional>

#include "app/eventlog/signing.h"
#include "tests/support/catch.h"
#include "tests/unit/school_settings/example_settings.h"

using namespace school_settings;
using namespace school_settings_test;
using domain::SettingKey;

namespace {

std::string written(const Content& content) {
    const auto text = write(content, acceptor().private_half);
    REQUIRE(text);
    return *text;
}

TextResult<Content> read_back(const std::string& text) {
    return read(text, acceptor().public_half);
}

// Signed by the right key, whatever the lines are: so that only the reader's own look can refuse them.
std::string signed_lines(const std::string& lines) {
    const auto signature = eventlog::signature_of("vstrecha settings " + hash_of(lines), acceptor().private_half);
    return lines + R"({"signed_by":")" + acceptor().public_half + R"(","signature":")" + *signature + "\"}\n";
}
std::string changed(const std::string& from, const std::string& to) {
    std::string text = written(example());
    text.resize(text.rfind("{\"signed_by\""));
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return signed_lines(text.replace(at, from.size(), to));
}

void is_refused(const TextResult<Content>& read, TextError why) {
    REQUIRE_FALSE(read);
    CHECK(read.error().error == why);
}

}  // namespace

TEST_CASE("Settings, PIN and catalogue that were written are read as they were") {
    const Content content = example();
    const std::string text = written(content);
    const auto back = read_back(text);
    REQUIRE(back);
    CHECK(*back == content);
    CHECK(written(content) == text);  // one content, one text
    CHECK(*read_kept(text) == content);
    const auto catalogue = catalogue_of(*back);
    REQUIRE(catalogue);
    CHECK(catalogue->meeting_kinds.front().name.russian == "Экскурсия");

    Content nothing;
    nothing.school = "s";
    nothing.kiosk.value = "k";
    nothing.number = 1;
    CHECK(*read_back(written(nothing)) == nothing);
    CHECK_FALSE(catalogue_of(nothing));
    domain::Settings defaults;
    defaults.school_name = "Школа";
    for (const SettingKey key : domain::all_settings()) {
        if (!domain::is_for_schools(key)) continue;
        Content one = nothing;
        one.values.emplace(key, domain::value_of(defaults, key));
        INFO(domain::name_of(key));
        CHECK(*read_back(written(one)) == one);
    }
}

TEST_CASE("A text of another signer, cut anywhere or with any bit changed, is refused") {
    Content small = example();
    small.files.clear();
    const std::string text = written(small);
    is_refused(read(text, acceptor(6).public_half), TextError::wrong_signature);
    is_refused(read(text, ""), TextError::wrong_signature);
    std::size_t taken = 0, kept = 0;
    for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
        std::string other = text;
        other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
        taken += read_back(other) ? 1 : 0;
        kept += read_kept(other) ? 1 : 0;
    }
    CHECK(taken == 0);
    CHECK(kept == 0);
    for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(read_back(text.substr(0, size)));
    CHECK_FALSE(read_back(text + "\n"));
    CHECK_FALSE(read_back(text + text));
}

TEST_CASE("A text that breaks a rule is refused, although it is signed") {
    is_refused(read_back(changed(R"("school_settings":1)", R"("school_settings":2)")), TextError::newer_version);
    is_refused(read_back(changed(R"({"school_settings":1)", R"({"roster":1)")), TextError::not_settings);
    const auto damaged = [](const std::string& from, const std::string& to) {
        INFO(from << " -> " << to);
        is_refused(read_back(changed(from, to)), TextError::damaged);
    };
    damaged(R"("kiosk":"kiosk1")", R"("kiosk":"")");
    damaged(R"("kiosk":"kiosk1")", R"("kiosk":1)");
    damaged(R"("number":7)", R"("number":0)");
    damaged(R"("number":7)", R"("number":-7)");
    damaged(R"("number":7)", R"("number":18446744073709551615)");
    damaged(R"("number":7)", R"("number":7,"more":1)");
    damaged(R"("settings":3)", R"("settings":4)");
    damaged(R"("settings":3)", R"("settings":2)");
    damaged(R"("pins":1)", R"("pins":0)");
    damaged(R"("files":3)", R"("files":2)");
    damaged(R"("pin_number":3)", R"("pin_number":0)");
    damaged(R"("value":"code")", R"("value":1)");
    damaged(R"({"setting":"school-name")", R"({"setting":"find-by")");  // twice
    damaged(R"({"setting":"find-by","value":"code"})", R"({"setting":"sound","value":"on"})");
    damaged(R"("file":"70-kinds.toml")", R"("file":"01-kinds.toml")");
    damaged(R"("file":"10-form.toml")", R"("file":"../form.toml")");
    damaged(R"("file":"10-form.toml")", R"("file":"form.txt")");
    is_refused(read_back(changed(R"("settings":3)", R"("settings":99)")), TextError::too_large);
    is_refused(read_back(changed(R"("files":3)", R"("files":65)")), TextError::too_large);
    is_refused(read_back(changed(R"("pins":1)", R"("pins":2)")), TextError::too_large);
    is_refused(read_back(std::string(kTextBytes + 1, 'x')), TextError::too_large);
}

TEST_CASE(
    "A setting that there is not, that is a kiosk's own, or a value that it does not take: named, never its value") {
    const auto refused = [](const std::string& from, const std::string& to, const std::string& what) {
        const auto read = read_back(changed(from, to));
        is_refused(read, TextError::not_possible);
        CHECK(read.error().what == what);
    };
    const std::string find_by = R"({"setting":"find-by","value":"code"})";
    refused(find_by, R"({"setting":"find-him","value":"code"})", "find-him");
    refused(find_by, R"({"setting":"find_by","value":"code"})", "find_by");  // of one form only
    refused(find_by, R"({"setting":"find-by","value":"smell"})", "find-by");
    refused(find_by, R"({"setting":"logo","value":"logo.png"})", "logo");
    refused(R"({"setting":"sound","value":"off"})", R"({"setting":"time-zone","value":"Asia/Tomsk"})", "time-zone");
    Content content = example();
    content.values[SettingKey::logo] = "logo.png";
    CHECK_FALSE(write(content, acceptor().private_half));
}

TEST_CASE("A PIN is an Argon2id string of a work that a kiosk can bear") {
    CHECK(is_pin_hash(pin_hash()));
    CHECK(is_pin_hash(*eventlog::hash_pin("1234", eventlog::Stretching::full)));
    const std::string end = "$c2FsdHNhbHRzYWx0c2E$aGFzaA";
    CHECK(is_pin_hash("$argon2id$v=19$m=65536,t=2,p=1" + end));
    for (const char* head :
         {"$argon2id$v=19$m=1048576,t=2,p=1", "$argon2id$v=19$m=65536,t=99,p=1", "$argon2id$v=19$m=65536,t=2,p=4",
          "$argon2i$v=19$m=65536,t=2,p=1", "$argon2id$v=16$m=65536,t=2,p=1", "$argon2id$v=19$m=,t=2,p=1", "1234"}) {
        INFO(head);
        CHECK_FALSE(is_pin_hash(head + end));
    }
    CHECK_FALSE(is_pin_hash("$argon2id$v=19$m=65536,t=2,p=1"));
    CHECK_FALSE(is_pin_hash("$argon2id$v=19$m=65536,t=2,p=1$salt$"));
    CHECK_FALSE(is_pin_hash("$argon2id$v=19$m=65536,t=2,p=1$sa lt$hash"));
    is_refused(read_back(changed("$argon2id$", "$argon2xx$")), TextError::not_possible);
}

TEST_CASE("A catalogue that cannot be read refuses the whole, with file and line") {
    Content content = example();
    content.files[1].content += "unknown = 1\n";
    const auto refused = write(content, acceptor().private_half);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().error == TextError::bad_catalogue);
    CHECK(refused.error().what.find("70-kinds.toml:") != std::string::npos);
    const auto read = read_back(changed("meeting-kinds", "meeting-winds"));
    is_refused(read, TextError::bad_catalogue);
    content = example();
    content.files.pop_back();  // no tags
    CHECK(write(content, acceptor().private_half).error().error == TextError::bad_catalogue);
    content = example();
    std::string& form = content.files[0].content;
    form.append("#").append(kCatalogueBytes, '#').append("\n");
    CHECK(write(content, acceptor().private_half).error().error == TextError::too_large);
}
