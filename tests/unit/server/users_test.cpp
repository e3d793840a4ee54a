// Users and their sessions, on both databases. A password takes 100 ms, so that each test makes few.
#include "tests/unit/server/test_server.h"

using namespace server_test;
using namespace std::chrono_literals;
using server::PasswordProblem;
using server::SignInRefusal;
using server::UserRole;

namespace {

server::GivenPassword added(TestServer& server, const server::SchoolId& school, const std::string& login,
                            UserRole role = UserRole::curator) {
    const auto given = server->add_user(school, {login, "Ольга Тестова", role});
    REQUIRE(given);
    return *given;
}
server::SignedIn signed_in(TestServer& server, const std::string& login, const std::string& password) {
    const auto answer = server->sign_in(login, password);
    REQUIRE(answer);
    REQUIRE(*answer);
    return **answer;
}
SignInRefusal not_signed_in(TestServer& server, const std::string& login, const std::string& password) {
    const auto answer = server->sign_in(login, password);
    REQUIRE(answer);
    REQUIRE_FALSE(*answer);
    return answer->error();
}
PasswordProblem not_changed(TestServer& server, const server::User& user, const std::string& present,
                            const std::string& wanted) {
    const auto answer = server->change_password(user, present, wanted);
    REQUIRE(answer);
    REQUIRE_FALSE(*answer);
    return answer->error();
}

}  // namespace

TEST_CASE("A user signs in with the password that was given once, chooses another, and the first one is gone") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    const auto given = added(server, school, "Olga.Testova");
    CHECK(given.password.size() == joining::kCodeCharacters);
    const auto first = signed_in(server, " olga.testova", joining::shown(given.password));
    CHECK(first.user.has_one_time_password);
    CHECK(first.user.school == school);
    CHECK(first.user.role == UserRole::curator);
    CHECK(first.token.size() == 64);
    CHECK(server->user_of_session(first.token)->id == given.user);

    const auto changed = server->change_password(first.user, given.password, "зелёная лампа");
    REQUIRE(changed);
    REQUIRE(*changed);
    CHECK_FALSE(server->user_of_session(first.token));
    CHECK_FALSE(server->user_of_session(**changed)->has_one_time_password);
    CHECK(not_signed_in(server, "olga.testova", given.password) == SignInRefusal::wrong);
    CHECK_FALSE(signed_in(server, "olga.testova", "зелёная лампа").user.has_one_time_password);
    server.reopen();
    CHECK(server->user_of_session(**changed)->signed_in_at == server.clock.read().wall);
}

TEST_CASE("ASVS 6.2.1, 6.2.4, 6.2.5: a password is eight characters of any kind, none that everybody tries, no login") {
    TestServer server{On::sqlite};
    const auto school = server.school();
    const auto given = added(server, school, "testova");
    const auto user = *server->user(school, given.user);
    const auto refused = [&](const std::string& wanted) { return not_changed(server, user, given.password, wanted); };
    CHECK(refused("семь зн") == PasswordProblem::too_short);  // counted as characters, not as bytes
    CHECK(refused("") == PasswordProblem::too_short);
    CHECK(refused("Пароль123") == PasswordProblem::too_common);
    CHECK(refused("QWERTYUIOP") == PasswordProblem::too_common);
    CHECK(refused("яяяяяяяяя") == PasswordProblem::too_common);
    CHECK(refused("Testova2026") == PasswordProblem::holds_login);
    CHECK(refused(std::string(513, 'x')) == PasswordProblem::too_long);
    CHECK(refused(joining::shown(given.password)) == PasswordProblem::same);
    CHECK(not_changed(server, user, "другой пароль", "синий кит 9") == PasswordProblem::wrong);
    // Spaces, letters of any script, 64 and more.
    const auto taken = server->change_password(user, given.password, std::string(100, 'a') + "Ъ 🦊");
    REQUIRE(taken);
    CHECK(*taken);
}

TEST_CASE("ASVS 6.3.8: an unknown login, a wrong password and a disabled user are answered alike") {
    TestServer server{On::sqlite};
    const auto school = server.school();
    const auto given = added(server, school, "testova");
    CHECK(not_signed_in(server, "nobody", "wrong password") == SignInRefusal::wrong);
    CHECK(not_signed_in(server, "testova", "wrong password") == SignInRefusal::wrong);
    CHECK(not_signed_in(server, "testova' OR '1'='1", given.password) == SignInRefusal::wrong);
    CHECK(not_signed_in(server, "testova", std::string(10'000, 'x')) == SignInRefusal::wrong);
    const auto session = signed_in(server, "testova", given.password);
    REQUIRE(server->set_user_disabled(school, given.user, true));
    CHECK(not_signed_in(server, "testova", given.password) == SignInRefusal::wrong);
    CHECK_FALSE(server->user_of_session(session.token));
    REQUIRE(server->set_user_disabled(school, given.user, false));
    CHECK_FALSE(server->user_of_session(session.token));
    // A password that was given once does not lie about for ever (ASVS 6.4.1).
    server.clock.advance(server::kOneTimeLives - 1ms);
    CHECK(server->sign_in("testova", given.password)->has_value());
    server.clock.advance(1ms);
    CHECK(not_signed_in(server, "testova", given.password) == SignInRefusal::wrong);
}

TEST_CASE("ASVS 7.2.3, 7.3.1, 7.3.2: a session is 256 random bits, ends after thirty minutes idle and twelve hours") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    const auto given = added(server, school, "testova");
    const auto idle = server->open_session(given.user), used = server->open_session(given.user);
    REQUIRE(idle);
    REQUIRE(used);
    CHECK(*idle != *used);
    CHECK(base::is_hex(*used, 64));
    server.clock.advance(server::kSessionIdle - 1ms);
    CHECK(server->user_of_session(*used));
    server.clock.advance(1ms);
    CHECK_FALSE(server->user_of_session(*idle));
    CHECK(server->user_of_session(*used));
    const auto begun = server.clock.read().wall - server::kSessionIdle;
    while (server.clock.read().wall + 20min < begun + server::kSessionLives) {
        server.clock.advance(20min);
        CHECK(server->user_of_session(*used));
    }
    server.clock.advance(20min);
    CHECK_FALSE(server->user_of_session(*used));
    // What was never a token.
    for (const char* token : {"", "x", "' OR ''='"}) CHECK_FALSE(server->user_of_session(token));
    CHECK_FALSE(server->user_of_session(std::string(64, '0')));
}

TEST_CASE("ASVS 7.4.1, 7.4.3: what ends a session ends it at once, and another process sees that too") {
    TestServer server{On::postgresql};
    const auto school = server.school();
    const auto given = added(server, school, "testova");
    const auto other = server.open();
    const auto one = *server->open_session(given.user), two = *server->open_session(given.user);
    CHECK(other->user_of_session(one));
    REQUIRE(other->end_session(one));
    CHECK_FALSE(server->user_of_session(one));
    CHECK(server->user_of_session(two));
    const auto again = other->reset_user(school, given.user);
    REQUIRE(again);
    CHECK_FALSE(server->user_of_session(two));
    CHECK(not_signed_in(server, "testova", given.password) == SignInRefusal::wrong);
    CHECK(signed_in(server, "testova", again->password).user.has_one_time_password);
}

TEST_CASE("Of a token and of a password nothing is kept by which somebody signs in") {
    TestServer server{On::sqlite};
    const auto school = server.school();
    const auto given = added(server, school, "testova");
    const auto token = *server->open_session(given.user);
    server.close();
    const auto files = platform_linux::make_file_system();
    std::string all;
    for (const char* end : {"", "-wal"}) {
        auto file = server.file();
        file += end;
        const auto bytes = files->read(file, 1 << 24);
        if (bytes) all += base::as_text(*bytes);
    }
    REQUIRE(all.find("testova") != std::string::npos);
    CHECK(all.find(token) == std::string::npos);
    CHECK(all.find(given.password) == std::string::npos);
}

TEST_CASE("A login is one user's in the whole database, and what is no login or name is refused") {
    TestServer server{ON_BOTH};
    const auto school = server.school(), other = server.school("Лицей");
    const auto given = added(server, school, "testova");
    CHECK(server->add_user(other, {"TESTOVA", "Другая", UserRole::reader}).error().kind ==
          server::StoreErrorKind::exists);
    for (const char* login :
         {"", "ab", "с кириллицей", "a b c", "<script>", "x'--", "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddde"}) {
        CAPTURE(login);
        CHECK(server->add_user(school, {login, "Имя", UserRole::reader}).error().kind ==
              server::StoreErrorKind::refused);
    }
    for (const std::string& name : {std::string{}, std::string{"a\nb"}, std::string(300, 'x')}) {
        CHECK(server->add_user(school, {"login", name, UserRole::reader}).error().kind ==
              server::StoreErrorKind::refused);
    }
    CHECK(server->users(school)->size() == 1);
    CHECK(server->users(other)->empty());
    // Nothing of a school with another's id.
    const auto not_found = server::StoreErrorKind::not_found;
    CHECK(server->user(other, given.user).error().kind == not_found);
    CHECK(server->reset_user(other, given.user).error().kind == not_found);
    CHECK(server->set_user_disabled(other, given.user, true).error().kind == not_found);
    CHECK_FALSE(server->user(school, given.user)->is_disabled);
    CHECK(server->users(server::SchoolId{"nobody"}).error().kind == not_found);
    CHECK(server->add_user(server::SchoolId{"nobody"}, {"login", "Имя", UserRole::reader}).error().kind == not_found);
}

TEST_CASE("What was uploaded is one session's, and goes with it or after half an hour") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    const auto given = added(server, school, "testova");
    const auto one = *server->open_session(given.user), two = *server->open_session(given.user);
    REQUIRE(server->keep_upload(one, {3, "0a", "key"}));
    REQUIRE(server->keep_upload(one, {4, "0b", "key"}));
    CHECK(server->upload(one)->based_on == 4);
    CHECK(server->upload(one)->carried == "0b");
    CHECK_FALSE(server->upload(two));
    CHECK_FALSE(server->keep_upload(std::string(64, '0'), {}));
    REQUIRE(server->end_session(one));
    CHECK_FALSE(server->upload(one));
    REQUIRE(server->keep_upload(two, {4, "0b", "key"}));
    REQUIRE(server->drop_upload(two));
    CHECK_FALSE(server->upload(two));
    REQUIRE(server->keep_upload(two, {4, "0b", "key"}));
    server.clock.advance(server::kUploadLives);
    CHECK_FALSE(server->upload(two));
}

TEST_CASE("The zone of a school is its own") {
    TestServer server{ON_BOTH};
    const auto school = server.school(), other = server.school("Лицей");
    CHECK(server->school_zone(school)->empty());
    REQUIRE(server->set_school_zone(school, "Asia/Novokuznetsk"));
    REQUIRE(server->set_school_zone(school, "Asia/Omsk"));
    CHECK(*server->school_zone(school) == "Asia/Omsk");
    CHECK(server->school_zone(other)->empty());
}
