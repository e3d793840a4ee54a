#include "app/server/store/store.h"

#include <algorithm>
#include <array>

#include "app/eventlog/sealing.h"
#include "app/server/store/schema.h"
#include "app/server/store/spans.h"
#include "app/server/store/state.h"

namespace server {

namespace {

constexpr std::size_t kPage = 1000;

StoreErrorKind kind_of(api::FileErrorKind kind) {
    switch (kind) {
        case api::FileErrorKind::exists: return StoreErrorKind::in_use;
        case api::FileErrorKind::no_space: return StoreErrorKind::no_space;
        case api::FileErrorKind::read_only:
        case api::FileErrorKind::no_permission: return StoreErrorKind::read_only;
        case api::FileErrorKind::not_found:
        case api::FileErrorKind::too_large:
        case api::FileErrorKind::input_output: return StoreErrorKind::input_output;
    }
    return StoreErrorKind::input_output;
}

bool is_public_key(std::string_view hex) {
    return hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

constexpr std::string_view kSchoolColumns = "id, name, school_public, acceptor_public";

// Where there are more than a page, the page after the last id.
template <class Read>
void each_page(const Read& read) {
    std::string after;
    while (read(after) == kPage) {
    }
}

}  // namespace

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

StoreResult<std::unique_ptr<Store>> Store::open(const Place& place, Ports ports, Limits limits) {
    std::unique_ptr<api::ProcessLock> lock;
    std::filesystem::path database_file;
    if (const auto* sqlite = std::get_if<SqliteFile>(&place)) {
        auto file = sqlite->file;
        if (file.string().find('"') != std::string::npos) return failed(StoreErrorKind::refused, "the file's name");
        // The acceptors' private halves are in there: the folder is its owner's alone.
        if (const auto made = ports.files.make_folders(file.parent_path()); !made) {
            return failed(kind_of(made.error().kind), made.error().detail);
        }
        database_file = file;
        auto taken = ports.locks.take(file += ".lock");
        if (!taken) return failed(kind_of(taken.error().kind), taken.error().detail);
        lock = std::move(*taken);
    }
    auto database = Database::open(place);
    if (!database) return base::failure(database.error());
    if (const auto migrated = migrate(**database); !migrated) return base::failure(migrated.error());
    Database& kept = **database;
    return std::unique_ptr<Store>{new Store{std::unique_ptr<State>{
        new State{std::move(lock), std::move(*database), ports, limits, Parking{kept, limits}, database_file}}}};
}

bool Store::answers() {
    const auto answer = state_->database->run([](Connection& connection) -> StoreResult<int> {
        int one = 0;
        connection.sql() << "SELECT 1", soci::into(one);
        return one;
    });
    return answer && *answer == 1;
}

StoreResult<void> Store::back_up(const std::filesystem::path& to) {
    if (state_->file.empty()) return failed(StoreErrorKind::refused, "PostgreSQL is backed up by its own programs");
    api::FileSystem& files = state_->ports.files;
    if (files.exists(to)) return failed(StoreErrorKind::exists, "the file is there already");
    // SQLite makes its copy readable to everybody and syncs nothing: it lies in our own folder first.
    auto copy = state_->file;
    copy += ".backup";
    if (files.exists(copy)) {
        if (const auto removed = files.remove(copy); !removed) return failed(kind_of(removed.error().kind), "backup");
    }
    const std::string name = copy.string();
    const auto made = state_->database->run([&name](Connection& connection) -> StoreResult<void> {
        connection.sql() << "VACUUM INTO :file", soci::use(name, "file");
        return {};
    });
    if (!made) return base::failure(made.error());
    const auto copied = files.copy(copy, to, api::FileSystem::Copying::bytes);
    const auto removed = files.remove(copy);
    if (!copied) return failed(kind_of(copied.error().kind), copied.error().detail);
    if (!removed) return failed(kind_of(removed.error().kind), removed.error().detail);
    return {};
}

StoreResult<School> Store::add_school(const NewSchool& added) {
    if (!added.school_public.empty() && !is_public_key(added.school_public)) {
        return failed(StoreErrorKind::refused, "the school's public key");
    }
    if (!is_name(added.name)) return failed(StoreErrorKind::refused, "the school's name");
    const auto random = [this](std::span<std::uint8_t> bytes) { state_->ports.entropy.fill(bytes); };
    const eventlog::KeyPair acceptor = eventlog::make_kiosk_key(random);
    std::array<std::uint8_t, 8> id{};
    random(id);
    School school{SchoolId{base::to_hex(id)}, added.name, added.school_public, acceptor.public_half};
    return state_->database->change([&](Connection& connection) -> StoreResult<School> {
        connection.sql() << "INSERT INTO schools (id, name, school_public, acceptor_public, acceptor_private) VALUES "
                            "(:id, :name, :school_public, :acceptor_public, :acceptor_private)",
            soci::use(school.id.value, "id"), soci::use(school.name, "name"),
            soci::use(school.school_public, "school_public"), soci::use(school.acceptor_public, "acceptor_public"),
            soci::use(acceptor.private_half, "acceptor_private");
        return school;
    });
}

StoreResult<std::vector<School>> Store::schools() {
    return state_->database->run([&](Connection& connection) -> StoreResult<std::vector<School>> {
        std::vector<School> all;
        each_page([&](std::string& after) {
            std::vector<std::string> ids(kPage), names(kPage), school_keys(kPage), acceptors(kPage);
            connection.sql() << "SELECT " + std::string{kSchoolColumns} +
                                    " FROM schools WHERE id > :after ORDER BY id LIMIT " + std::to_string(kPage),
                soci::into(ids), soci::into(names), soci::into(school_keys), soci::into(acceptors),
                soci::use(after, "after");
            for (std::size_t i = 0; i < ids.size(); ++i) {
                all.push_back({SchoolId{ids[i]}, names[i], school_keys[i], acceptors[i]});
            }
            if (!ids.empty()) after = ids.back();
            return ids.size();
        });
        return all;
    });
}

StoreResult<School> Store::school(const SchoolId& school) {
    return state_->database->run([&](Connection& connection) -> StoreResult<School> {
        School found;
        connection.sql() << "SELECT " + std::string{kSchoolColumns} + " FROM schools WHERE id = :id",
            soci::into(found.id.value), soci::into(found.name), soci::into(found.school_public),
            soci::into(found.acceptor_public), soci::use(school.value, "id");
        if (found.id.empty()) return failed(StoreErrorKind::not_found, "school");
        return found;
    });
}

StoreResult<void> Store::add_kiosk(const SchoolId& school, const NewKiosk& added) {
    if (added.id.empty() || !is_public_key(added.public_key)) return failed(StoreErrorKind::refused, "the kiosk's key");
    return state_->database->change([&](Connection& connection) -> StoreResult<void> {
        soci::session& sql = connection.sql();
        long long schools = 0;
        sql << "SELECT count(*) FROM schools WHERE id = :id", soci::into(schools), soci::use(school.value, "id");
        if (schools == 0) return failed(StoreErrorKind::not_found, "school");
        const std::string head = connection.dialect().bound(added.held_elsewhere.head);
        const long long held = number_of(added.held_elsewhere.seq);
        soci::statement insert =
            (sql.prepare << "INSERT INTO kiosks (id, school, name, public_key, state, held, head, "
                            "last_heard) VALUES (:id, :school, :name, :key, 'active', :held, " +
                                connection.dialect().bytes_of(":head") + ", 0) ON CONFLICT (id) DO NOTHING",
             soci::use(added.id.value, "id"), soci::use(school.value, "school"), soci::use(added.name, "name"),
             soci::use(added.public_key, "key"), soci::use(held, "held"), soci::use(head, "head"));
        insert.execute(true);
        if (insert.get_affected_rows() < 1) return failed(StoreErrorKind::exists, "kiosk");
        if (held > 0) {
            Spans{connection, school, added.id}.add(
                {Span::Kind::elsewhere, 1, added.held_elsewhere.seq, added.held_elsewhere.head});
        }
        return {};
    });
}

StoreResult<std::vector<Kiosk>> Store::kiosks(const SchoolId& school) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->database->run([&](Connection& connection) -> StoreResult<std::vector<Kiosk>> {
        std::vector<Kiosk> all;
        each_page([&](std::string& after) {
            std::vector<std::string> ids(kPage), names(kPage), keys(kPage), states(kPage), heads(kPage);
            std::vector<long long> held(kPage), heard(kPage);
            connection.sql()
                << "SELECT id, name, public_key, state, held, " + connection.dialect().hex_of("head") +
                       ", last_heard FROM kiosks WHERE school = :school AND id > :after ORDER BY id LIMIT " +
                       std::to_string(kPage),
                soci::into(ids), soci::into(names), soci::into(keys), soci::into(states), soci::into(held),
                soci::into(heads), soci::into(heard), soci::use(school.value, "school"), soci::use(after, "after");
            for (std::size_t i = 0; i < ids.size(); ++i) {
                Kiosk kiosk{domain::KioskId{ids[i]}, names[i], keys[i], kiosk_state_of(states[i]), {}, {}};
                kiosk.held = {seq_of(held[i]), hash_of(heads[i])};
                if (heard[i] != 0) kiosk.last_heard = instant_of(heard[i]);
                all.push_back(std::move(kiosk));
            }
            if (!ids.empty()) after = ids.back();
            return ids.size();
        });
        return all;
    });
}

StoreResult<Kiosk> Store::kiosk(const SchoolId& school, const domain::KioskId& kiosk) {
    return state_->database->run([&](Connection& connection) -> StoreResult<Kiosk> {
        Kiosk found;
        std::string state, head;
        long long held = 0, heard = 0;
        connection.sql() << "SELECT id, name, public_key, state, held, " + connection.dialect().hex_of("head") +
                                ", last_heard FROM kiosks WHERE school = :school AND id = :kiosk",
            soci::into(found.id.value), soci::into(found.name), soci::into(found.public_key), soci::into(state),
            soci::into(held), soci::into(head), soci::into(heard), soci::use(school.value, "school"),
            soci::use(kiosk.value, "kiosk");
        if (found.id.empty()) return failed(StoreErrorKind::not_found, "kiosk");
        found.state = kiosk_state_of(state);
        found.held = {seq_of(held), hash_of(head)};
        if (heard != 0) found.last_heard = instant_of(heard);
        return found;
    });
}

StoreResult<void> Store::rename_kiosk(const SchoolId& school, const domain::KioskId& kiosk, const std::string& name) {
    return state_->database->change([&](Connection& connection) -> StoreResult<void> {
        soci::statement change =
            (connection.sql().prepare << "UPDATE kiosks SET name = :name WHERE school = :school AND "
                                         "id = :kiosk",
             soci::use(name, "name"), soci::use(school.value, "school"), soci::use(kiosk.value, "kiosk"));
        change.execute(true);
        if (change.get_affected_rows() < 1) return failed(StoreErrorKind::not_found, "kiosk");
        return {};
    });
}

StoreResult<void> Store::set_kiosk_state(const SchoolId& school, const domain::KioskId& kiosk, KioskState state) {
    const std::string word{kKioskStates[static_cast<std::size_t>(state)]};
    return state_->database->change([&](Connection& connection) -> StoreResult<void> {
        soci::statement change =
            (connection.sql().prepare << "UPDATE kiosks SET state = :state WHERE school = :school "
                                         "AND id = :kiosk",
             soci::use(word, "state"), soci::use(school.value, "school"), soci::use(kiosk.value, "kiosk"));
        change.execute(true);
        if (change.get_affected_rows() < 1) return failed(StoreErrorKind::not_found, "kiosk");
        return {};
    });
}

StoreResult<SchoolId> Store::school_of(const domain::KioskId& kiosk) {
    return state_->database->run([&](Connection& connection) -> StoreResult<SchoolId> {
        SchoolId school;
        connection.sql() << "SELECT school FROM kiosks WHERE id = :kiosk", soci::into(school.value),
            soci::use(kiosk.value, "kiosk");
        if (school.empty()) return failed(StoreErrorKind::not_found, "kiosk");
        return school;
    });
}

}  // namespace server
