// The part of Store that knows users. No password is looked at while a connection is held: that takes 100 ms.
#include "app/server/store/users.h"

#include "app/joining/code.h"
#include "app/server/store/passwords.h"
#include "app/server/store/state.h"

namespace server {

namespace {

constexpr std::array<std::string_view, 2> kRoles{"curator", "reader"};
constexpr std::size_t kMostListed = 1000;
constexpr const char* kColumns = "id, school, login, name, role, is_disabled, one_time_until, signed_in_at";

// A row of the table, as SOCI takes and gives it.
struct Row {
    std::string id, school, login, name, role;
    long long is_disabled = 0, one_time_until = 0, signed_in_at = 0;
};
User user_of(const Row& row) {
    User user{UserId{row.id}, SchoolId{row.school}, row.login, row.name};
    user.role = role_named(row.role).value_or(UserRole::reader);
    user.is_disabled = row.is_disabled != 0;
    user.has_one_time_password = row.one_time_until != 0;
    if (row.signed_in_at != 0) user.signed_in_at = instant_of(row.signed_in_at);
    return user;
}

StoreResult<User> read_user(Connection& connection, const std::string& where, const std::string& value) {
    Row row;
    connection.sql() << "SELECT " + std::string{kColumns} + " FROM users WHERE " + where + " = :value",
        soci::into(row.id), soci::into(row.school), soci::into(row.login), soci::into(row.name), soci::into(row.role),
        soci::into(row.is_disabled), soci::into(row.one_time_until), soci::into(row.signed_in_at),
        soci::use(value, "value");
    if (row.id.empty()) return failed(StoreErrorKind::not_found, "user");
    return user_of(row);
}

StoreResult<User> read_user_of(Connection& connection, const SchoolId& school, const UserId& id) {
    auto user = read_user(connection, "id", id.value);
    if (user && user->school != school) return failed(StoreErrorKind::not_found, "user");
    return user;
}

void end_sessions(Connection& connection, const UserId& user) {
    connection.sql() << "DELETE FROM uploads WHERE session IN (SELECT token FROM sessions WHERE user_id = :user)",
        soci::use(user.value, "user");
    connection.sql() << "DELETE FROM sessions WHERE user_id = :user", soci::use(user.value, "user");
}

}  // namespace

std::string_view name_of(UserRole role) {
    return kRoles[static_cast<std::size_t>(role)];
}

std::optional<UserRole> role_named(std::string_view name) {
    const auto found = std::find(kRoles.begin(), kRoles.end(), name);
    if (found == kRoles.end()) return std::nullopt;
    return static_cast<UserRole>(found - kRoles.begin());
}

std::optional<std::string> read_login(std::string_view typed) {
    while (typed.starts_with(' ')) typed.remove_prefix(1);
    while (typed.ends_with(' ')) typed.remove_suffix(1);
    if (typed.size() < kShortestLogin || typed.size() > kLongestLogin) return std::nullopt;
    std::string login;
    for (char c : typed) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
        const bool is_ours =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == '@';
        if (!is_ours) return std::nullopt;
        login += c;
    }
    return login;
}

StoreResult<GivenPassword> Store::add_user(const SchoolId& school, const NewUser& added) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    const auto login = read_login(added.login);
    if (!login) return failed(StoreErrorKind::refused, "the login");
    if (added.name.empty() || !is_name(added.name)) return failed(StoreErrorKind::refused, "the name");
    const auto random = [this](std::span<std::uint8_t> bytes) { state_->ports.entropy.fill(bytes); };
    const std::string password = joining::draw_code(random);
    std::array<std::uint8_t, 8> drawn{};
    random(drawn);
    const UserId id{base::to_hex(drawn)};
    const auto turn = state_->hashing.take();
    const auto hash = turn ? hash_password(password, random) : std::nullopt;
    if (!hash) return failed(StoreErrorKind::try_later, "passwords");
    const domain::Instant now = state_->ports.clock.read().wall;
    return state_->database->change([&](Connection& connection) -> StoreResult<GivenPassword> {
        const std::string role{name_of(added.role)};
        const long long made_at = number_of(now), until = number_of(now + kOneTimeLives);
        soci::statement insert =
            (connection.sql().prepare
                 << "INSERT INTO users (id, school, login, name, role, password, one_time_until, is_disabled, made_at, "
                    "signed_in_at) VALUES (:id, :school, :login, :name, :role, :password, :until, 0, :made_at, 0) "
                    "ON CONFLICT (login) DO NOTHING",
             soci::use(id.value, "id"), soci::use(school.value, "school"), soci::use(*login, "login"),
             soci::use(added.name, "name"), soci::use(role, "role"), soci::use(*hash, "password"),
             soci::use(until, "until"), soci::use(made_at, "made_at"));
        insert.execute(true);
        if (insert.get_affected_rows() < 1) return failed(StoreErrorKind::exists, "login");
        return GivenPassword{id, password};
    });
}

StoreResult<std::vector<User>> Store::users(const SchoolId& school) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->database->run([&](Connection& connection) -> StoreResult<std::vector<User>> {
        std::vector<std::string> ids(kMostListed), schools(kMostListed), logins(kMostListed), names(kMostListed),
            roles(kMostListed);
        std::vector<long long> disabled(kMostListed), until(kMostListed), signed_in(kMostListed);
        connection.sql() << "SELECT " + std::string{kColumns} +
                                " FROM users WHERE school = :school ORDER BY is_disabled, login LIMIT " +
                                std::to_string(kMostListed),
            soci::into(ids), soci::into(schools), soci::into(logins), soci::into(names), soci::into(roles),
            soci::into(disabled), soci::into(until), soci::into(signed_in), soci::use(school.value, "school");
        std::vector<User> all;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            all.push_back(
                user_of({ids[i], schools[i], logins[i], names[i], roles[i], disabled[i], until[i], signed_in[i]}));
        }
        return all;
    });
}

StoreResult<User> Store::user(const SchoolId& school, const UserId& id) {
    return state_->database->run([&](Connection& connection) { return read_user_of(connection, school, id); });
}

StoreResult<User> Store::user_named(const std::string& login) {
    const std::string read = read_login(login).value_or("");
    return state_->database->run([&](Connection& connection) { return read_user(connection, "login", read); });
}

StoreResult<GivenPassword> Store::reset_user(const SchoolId& school, const UserId& id) {
    const auto random = [this](std::span<std::uint8_t> bytes) { state_->ports.entropy.fill(bytes); };
    if (const auto known = user(school, id); !known) return base::failure(known.error());
    const std::string password = joining::draw_code(random);
    const auto turn = state_->hashing.take();
    const auto hash = turn ? hash_password(password, random) : std::nullopt;
    if (!hash) return failed(StoreErrorKind::try_later, "passwords");
    const long long until = number_of(state_->ports.clock.read().wall + kOneTimeLives);
    return state_->database->change([&](Connection& connection) -> StoreResult<GivenPassword> {
        connection.sql()
            << "UPDATE users SET password = :password, one_time_until = :until WHERE id = :id AND school = "
               ":school",
            soci::use(*hash, "password"), soci::use(until, "until"), soci::use(id.value, "id"),
            soci::use(school.value, "school");
        end_sessions(connection, id);
        return GivenPassword{id, password};
    });
}

StoreResult<void> Store::set_user_disabled(const SchoolId& school, const UserId& id, bool is_disabled) {
    return state_->database->change([&](Connection& connection) -> StoreResult<void> {
        if (const auto known = read_user_of(connection, school, id); !known) return base::failure(known.error());
        const long long flag = is_disabled ? 1 : 0;
        connection.sql() << "UPDATE users SET is_disabled = :flag WHERE id = :id AND school = :school",
            soci::use(flag, "flag"), soci::use(id.value, "id"), soci::use(school.value, "school");
        if (is_disabled) end_sessions(connection, id);
        return {};
    });
}

StoreResult<std::string> Store::school_zone(const SchoolId& school) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->database->run([&](Connection& connection) -> StoreResult<std::string> {
        std::string zone;
        connection.sql() << "SELECT zone FROM school_zones WHERE school = :school", soci::into(zone),
            soci::use(school.value, "school");
        return zone;
    });
}

StoreResult<void> Store::set_school_zone(const SchoolId& school, const std::string& zone) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    if (zone.empty() || !is_name(zone)) return failed(StoreErrorKind::refused, "the time zone");
    return state_->database->change([&](Connection& connection) -> StoreResult<void> {
        connection.sql() << "INSERT INTO school_zones (school, zone) VALUES (:school, :zone) ON CONFLICT (school) DO "
                            "UPDATE SET zone = excluded.zone",
            soci::use(school.value, "school"), soci::use(zone, "zone");
        return {};
    });
}

}  // namespace server
