// The part of Store that knows who is signed in. Of a token only its hash is kept: who reads the database cannot use
// it.
#include "app/joining/code.h"
#include "app/server/store/passwords.h"
#include "app/server/store/state.h"

namespace server {

namespace {

constexpr std::size_t kTokenBytes = 32;
// How exactly it is known when somebody was last seen: not every page writes to the disk.
constexpr std::chrono::minutes kSeenEvery{1};
// Servers of one database are not quite of one mind about the time.
constexpr std::chrono::minutes kClocksDiffer{1};

std::string hash_of_token(std::string_view token) {
    return base::to_hex(eventlog::next_hash(eventlog::kGenesis, token));
}

struct Times {
    domain::Instant made_at, seen_at;
};
bool lives(const Times& times, domain::Instant now) {
    return now < times.made_at + kSessionLives && now < times.seen_at + kSessionIdle &&
           now >= times.made_at - kClocksDiffer;
}

// Those that ended go when somebody signs in.
void sweep(Connection& connection, domain::Instant now) {
    const long long made = number_of(now - kSessionLives), seen = number_of(now - kSessionIdle),
                    upload = number_of(now - kUploadLives);
    connection.sql() << "DELETE FROM sessions WHERE made_at <= :made OR seen_at <= :seen", soci::use(made, "made"),
        soci::use(seen, "seen");
    connection.sql() << "DELETE FROM uploads WHERE made_at <= :upload OR session NOT IN (SELECT token FROM sessions)",
        soci::use(upload, "upload");
}

void insert_session(Connection& connection, const std::string& token, const UserId& user, domain::Instant now) {
    const std::string hash = hash_of_token(token);
    const long long at = number_of(now);
    connection.sql() << "INSERT INTO sessions (token, user_id, made_at, seen_at) VALUES (:token, :user, :made, :seen)",
        soci::use(hash, "token"), soci::use(user.value, "user"), soci::use(at, "made"), soci::use(at, "seen");
}

// What is kept of a password, and whose it is; empty where there is none.
struct Kept {
    std::string id, school, login, password;
    long long one_time_until = 0, is_disabled = 0;
};
Kept kept_of(Connection& connection, const std::string& where, const std::string& value) {
    Kept kept;
    connection.sql() << "SELECT id, school, login, password, one_time_until, is_disabled FROM users WHERE " + where +
                            " = :value",
        soci::into(kept.id), soci::into(kept.school), soci::into(kept.login), soci::into(kept.password),
        soci::into(kept.one_time_until), soci::into(kept.is_disabled), soci::use(value, "value");
    return kept;
}

// A drawn one may be typed in any case and with any hyphen.
std::string as_meant(const std::string& password, const Kept& kept) {
    if (kept.one_time_until == 0) return password;
    return joining::read_code(password).value_or(password);
}

}  // namespace

StoreResult<std::string> Store::open_session(const UserId& user) {
    std::array<std::uint8_t, kTokenBytes> drawn{};
    state_->ports.entropy.fill(drawn);
    const std::string token = base::to_hex(drawn);
    const domain::Instant now = state_->ports.clock.read().wall;
    return state_->database->change([&](Connection& connection) -> StoreResult<std::string> {
        if (kept_of(connection, "id", user.value).id.empty()) return failed(StoreErrorKind::not_found, "user");
        sweep(connection, now);
        insert_session(connection, token, user, now);
        const long long at = number_of(now);
        connection.sql() << "UPDATE users SET signed_in_at = :at WHERE id = :id", soci::use(at, "at"),
            soci::use(user.value, "id");
        return token;
    });
}

StoreResult<base::Result<SignedIn, SignInRefusal>> Store::sign_in(const std::string& login,
                                                                  const std::string& password) {
    using Answer = base::Result<SignedIn, SignInRefusal>;
    const auto turn = state_->hashing.take();
    if (!turn) return Answer{base::failure(SignInRefusal::busy)};
    const auto kept = state_->database->run([&](Connection& connection) -> StoreResult<Kept> {
        return kept_of(connection, "login", read_login(login).value_or(""));
    });
    if (!kept) return base::failure(kept.error());
    const bool is_too_long = password.size() > kLongestPassword;
    const Verdict verdict = verify_password(is_too_long ? "" : as_meant(password, *kept), kept->password);
    if (verdict == Verdict::no_memory) return Answer{base::failure(SignInRefusal::busy)};
    const domain::Instant now = state_->ports.clock.read().wall;
    const bool is_too_old = kept->one_time_until != 0 && number_of(now) >= kept->one_time_until;
    if (verdict == Verdict::wrong || kept->is_disabled != 0 || is_too_old) {
        return Answer{base::failure(SignInRefusal::wrong)};
    }
    const auto token = open_session(UserId{kept->id});
    if (!token) return base::failure(token.error());
    auto user = this->user(SchoolId{kept->school}, UserId{kept->id});
    if (!user) return base::failure(user.error());
    return Answer{SignedIn{*token, std::move(*user)}};
}

StoreResult<User> Store::user_of_session(const std::string& token) {
    if (!base::is_hex(token, 2 * kTokenBytes)) return failed(StoreErrorKind::not_found, "session");
    const std::string hash = hash_of_token(token);
    const domain::Instant now = state_->ports.clock.read().wall;
    struct Found {
        std::string user, school;
        bool is_stale = false;
    };
    const auto found = state_->database->run([&](Connection& connection) -> StoreResult<Found> {
        Found row;
        long long made = 0, seen = 0, disabled = 0;
        connection.sql()
            << "SELECT s.user_id, u.school, s.made_at, s.seen_at, u.is_disabled FROM sessions s JOIN users "
               "u ON u.id = s.user_id WHERE s.token = :token",
            soci::into(row.user), soci::into(row.school), soci::into(made), soci::into(seen), soci::into(disabled),
            soci::use(hash, "token");
        const Times times{instant_of(made), instant_of(seen)};
        if (row.user.empty() || disabled != 0 || !lives(times, now))
            return failed(StoreErrorKind::not_found, "session");
        row.is_stale = now >= times.seen_at + kSeenEvery;
        return row;
    });
    if (!found) return base::failure(found.error());
    if (found->is_stale) {
        const long long at = number_of(now);
        const auto seen = state_->database->change([&](Connection& connection) -> StoreResult<void> {
            connection.sql() << "UPDATE sessions SET seen_at = :at WHERE token = :token", soci::use(at, "at"),
                soci::use(hash, "token");
            return {};
        });
        if (!seen) return base::failure(seen.error());
    }
    return user(SchoolId{found->school}, UserId{found->user});
}

StoreResult<void> Store::end_session(const std::string& token) {
    const std::string hash = hash_of_token(token);
    return state_->database->change([&](Connection& connection) -> StoreResult<void> {
        connection.sql() << "DELETE FROM uploads WHERE session = :token", soci::use(hash, "token");
        connection.sql() << "DELETE FROM sessions WHERE token = :token", soci::use(hash, "token");
        return {};
    });
}

StoreResult<base::Result<std::string, PasswordProblem>> Store::change_password(const User& user,
                                                                               const std::string& present,
                                                                               const std::string& wanted) {
    using Answer = base::Result<std::string, PasswordProblem>;
    const auto no = [](PasswordProblem why) { return Answer{base::failure(why)}; };
    if (const auto problem = problem_of(wanted, user.login)) return no(*problem);
    const auto random = [this](std::span<std::uint8_t> bytes) { state_->ports.entropy.fill(bytes); };
    const auto turn = state_->hashing.take();
    if (!turn) return no(PasswordProblem::busy);
    const auto kept = state_->database->run(
        [&](Connection& connection) -> StoreResult<Kept> { return kept_of(connection, "id", user.id.value); });
    if (!kept) return base::failure(kept.error());
    const std::string meant = as_meant(present, *kept);
    const Verdict verdict = verify_password(meant, kept->password);
    if (verdict == Verdict::no_memory) return no(PasswordProblem::busy);
    if (verdict == Verdict::wrong) return no(PasswordProblem::wrong);
    if (meant == as_meant(wanted, *kept)) return no(PasswordProblem::same);
    const auto hash = hash_password(wanted, random);
    if (!hash) return no(PasswordProblem::busy);
    std::array<std::uint8_t, kTokenBytes> drawn{};
    random(drawn);
    const std::string token = base::to_hex(drawn);
    const domain::Instant now = state_->ports.clock.read().wall;
    return state_->database->change([&](Connection& connection) -> StoreResult<Answer> {
        soci::statement update =
            (connection.sql().prepare
                 << "UPDATE users SET password = :password, one_time_until = 0 WHERE id = :id AND password = :before",
             soci::use(*hash, "password"), soci::use(kept->id, "id"), soci::use(kept->password, "before"));
        update.execute(true);
        if (update.get_affected_rows() < 1) return no(PasswordProblem::wrong);  // somebody was quicker
        connection.sql() << "DELETE FROM uploads WHERE session IN (SELECT token FROM sessions WHERE user_id = :user)",
            soci::use(kept->id, "user");
        connection.sql() << "DELETE FROM sessions WHERE user_id = :user", soci::use(kept->id, "user");
        insert_session(connection, token, UserId{kept->id}, now);
        return Answer{token};
    });
}

StoreResult<void> Store::keep_upload(const std::string& session, const KeptUpload& upload) {
    const std::string hash = hash_of_token(session);
    const long long at = number_of(state_->ports.clock.read().wall), based_on = static_cast<long long>(upload.based_on);
    return state_->database->change([&](Connection& connection) -> StoreResult<void> {
        long long sessions = 0;
        connection.sql() << "SELECT count(*) FROM sessions WHERE token = :token", soci::into(sessions),
            soci::use(hash, "token");
        if (sessions == 0) return failed(StoreErrorKind::not_found, "session");
        connection.sql()
            << "INSERT INTO uploads (session, made_at, based_on, signed_by, carried) VALUES (:session, :at, "
               ":based_on, :signed_by, :carried) ON CONFLICT (session) DO UPDATE SET made_at = "
               "excluded.made_at, based_on = excluded.based_on, signed_by = excluded.signed_by, carried = "
               "excluded.carried",
            soci::use(hash, "session"), soci::use(at, "at"), soci::use(based_on, "based_on"),
            soci::use(upload.signed_by, "signed_by"), soci::use(upload.carried, "carried");
        return {};
    });
}

StoreResult<KeptUpload> Store::upload(const std::string& session) {
    const std::string hash = hash_of_token(session);
    const domain::Instant now = state_->ports.clock.read().wall;
    return state_->database->run([&](Connection& connection) -> StoreResult<KeptUpload> {
        KeptUpload upload;
        long long based_on = 0, at = 0;
        connection.sql() << "SELECT based_on, made_at, signed_by, carried FROM uploads WHERE session = :session",
            soci::into(based_on), soci::into(at), soci::into(upload.signed_by), soci::into(upload.carried),
            soci::use(hash, "session");
        if (upload.carried.empty() || now >= instant_of(at) + kUploadLives) {
            return failed(StoreErrorKind::not_found, "upload");
        }
        upload.based_on = static_cast<std::uint64_t>(based_on);
        return upload;
    });
}

StoreResult<void> Store::drop_upload(const std::string& session) {
    const std::string hash = hash_of_token(session);
    return state_->database->change([&](Connection& connection) -> StoreResult<void> {
        connection.sql() << "DELETE FROM uploads WHERE session = :session", soci::use(hash, "session");
        return {};
    });
}

}  // namespace server
