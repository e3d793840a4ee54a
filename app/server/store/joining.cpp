// The part of Store by which kiosks come to be known.
#include <algorithm>

#include "app/server/store/spans.h"
#include "app/server/store/state.h"

namespace server {

namespace {

// Of some thousand selectors; more draws than this fail only where nearly all of them are taken.
constexpr int kMostDraws = 200;
// Servers of one database are not quite of one mind about the time. A code that seems to come from later than that was
// made before the clock was put back: how long it has lived nobody knows.
constexpr std::chrono::minutes kClocksDiffer{1};

using Answered = base::Result<std::string, joining::Refusal>;

[[nodiscard]] bool lives(domain::Instant made_at, domain::Instant now) {
    return now < made_at + joining::kCodeLives && now >= made_at - kClocksDiffer;
}

struct Code {
    SchoolId school;
    joining::Key key{};
    bool has_key = false;
    std::string kiosk_name;
    domain::KioskId replaces;
    domain::Instant made_at;
    long long tries = 0;
    bool is_used = false;
    std::string request;  // hex
    std::string answer;
};

// One request on its way in, within one transaction. The rows are locked in the order code, kiosks, school.
class Joining {
  public:
    Joining(Connection& connection, domain::Instant now) : connection_(connection), now_(now) {}

    Answered answer(const std::string& body, const std::string& fingerprint) {
        const auto selector = joining::selector_in(body);
        if (!selector) return base::failure(joining::Refusal::not_a_message);
        const auto code = find(*selector);
        if (!code) return base::failure(joining::Refusal::wrong_code);
        if (!lives(code->made_at, now_)) return base::failure(joining::Refusal::code_used);
        const eventlog::Hash request_hash =
            eventlog::next_hash(eventlog::next_hash(eventlog::kGenesis, body), fingerprint);
        if (code->is_used) {
            if (code->request == base::to_hex(request_hash)) return code->answer;
            return base::failure(joining::Refusal::code_used);
        }
        if (code->tries >= joining::kCodeTries || !code->has_key) return base::failure(joining::Refusal::code_used);
        connection_.sql() << "UPDATE join_codes SET tries = tries + 1 WHERE selector = :selector",
            soci::use(*selector, "selector");

        const auto request = joining::read_request(body, code->key, fingerprint);
        if (!request) {
            return base::failure(request.error() == joining::MessageError::not_a_message
                                     ? joining::Refusal::not_a_message
                                     : joining::Refusal::wrong_code);
        }
        if (!let_in(*code, *request)) return base::failure(joining::Refusal::known_elsewhere);
        const std::string text = joining::write_answer(answer_of(code->school), *request, code->key, fingerprint);
        use_up(*selector, request_hash, text);
        return text;
    }

  private:
    std::optional<Code> find(const std::string& selector) {
        Code code;
        std::string key;
        long long made_at = 0, used_at = 0;
        const Dialect& dialect = connection_.dialect();
        connection_.sql() << "SELECT school, " + dialect.hex_of("stretched") +
                                 ", kiosk_name, replaces, made_at, tries, used_at, " + dialect.hex_of("request") +
                                 ", answer FROM join_codes WHERE selector = :selector" +
                                 dialect.lock_row_of("join_codes"),
            soci::into(code.school.value), soci::into(key), soci::into(code.kiosk_name),
            soci::into(code.replaces.value), soci::into(made_at), soci::into(code.tries), soci::into(used_at),
            soci::into(code.request), soci::into(code.answer), soci::use(selector, "selector");
        if (!connection_.sql().got_data()) return std::nullopt;
        const auto bytes = base::from_hex(key);
        code.has_key = bytes && bytes->size() == code.key.size();
        if (code.has_key) std::copy(bytes->begin(), bytes->end(), code.key.begin());
        code.made_at = instant_of(made_at);
        code.is_used = used_at != 0;
        return code;
    }

    // false: it is known, and not as this.
    bool let_in(const Code& code, const joining::Request& request) {
        soci::session& sql = connection_.sql();
        const std::string& name = code.kiosk_name.empty() ? request.name : code.kiosk_name;
        if (!insert(code.school, name, request)) {
            std::string school, key;
            sql << "SELECT school, public_key FROM kiosks WHERE id = :kiosk" +
                       connection_.dialect().lock_row_of("kiosks"),
                soci::into(school), soci::into(key), soci::use(request.kiosk.value, "kiosk");
            if (school != code.school.value || key != request.public_key) return false;
            // Whoever made the code wants this kiosk here, also where it was revoked before.
            sql << "UPDATE kiosks SET state = 'active' WHERE school = :school AND id = :kiosk",
                soci::use(code.school.value, "school"), soci::use(request.kiosk.value, "kiosk");
            if (!code.kiosk_name.empty()) {
                sql << "UPDATE kiosks SET name = :name WHERE school = :school AND id = :kiosk", soci::use(name, "name"),
                    soci::use(code.school.value, "school"), soci::use(request.kiosk.value, "kiosk");
            }
        }
        if (!code.replaces.empty() && code.replaces != request.kiosk) {
            sql << "UPDATE kiosks SET state = 'replaced' WHERE school = :school AND id = :kiosk",
                soci::use(code.school.value, "school"), soci::use(code.replaces.value, "kiosk");
        }
        // Not before: who is refused leaves no key behind.
        sql << "UPDATE schools SET school_public = :key WHERE id = :school AND school_public = ''",
            soci::use(request.school_public, "key"), soci::use(code.school.value, "school");
        return true;
    }

    bool insert(const SchoolId& school, const std::string& name, const joining::Request& request) {
        const std::string head = connection_.dialect().bound(request.pruned_head);
        const long long held = number_of(request.pruned_up_to);
        soci::statement statement =
            (connection_.sql().prepare
                 << "INSERT INTO kiosks (id, school, name, public_key, state, held, head, last_heard) VALUES (:id, "
                    ":school, :name, :key, 'active', :held, " +
                        connection_.dialect().bytes_of(":head") + ", 0) ON CONFLICT (id) DO NOTHING",
             soci::use(request.kiosk.value, "id"), soci::use(school.value, "school"), soci::use(name, "name"),
             soci::use(request.public_key, "key"), soci::use(held, "held"), soci::use(head, "head"));
        statement.execute(true);
        if (statement.get_affected_rows() < 1) return false;
        if (held > 0) {
            Spans{connection_, school, request.kiosk}.add(
                {Span::Kind::elsewhere, 1, request.pruned_up_to, request.pruned_head});
        }
        return true;
    }

    joining::Answer answer_of(const SchoolId& school) {
        joining::Answer answer;
        answer.school = school.value;
        connection_.sql() << "SELECT name, school_public, acceptor_public FROM schools WHERE id = :school",
            soci::into(answer.school_name), soci::into(answer.school_public), soci::into(answer.acceptor_public),
            soci::use(school.value, "school");
        return answer;
    }

    void use_up(const std::string& selector, const eventlog::Hash& request, const std::string& answer) {
        const Dialect& dialect = connection_.dialect();
        const std::string nothing = dialect.bound({}), hash = dialect.bound(request);
        const long long at = number_of(now_);
        connection_.sql() << "UPDATE join_codes SET used_at = :at, answer = :answer, request = " +
                                 dialect.bytes_of(":hash") + ", stretched = " + dialect.bytes_of(":nothing") +
                                 " WHERE selector = :selector",
            soci::use(at, "at"), soci::use(answer, "answer"), soci::use(hash, "hash"), soci::use(nothing, "nothing"),
            soci::use(selector, "selector");
    }

    Connection& connection_;
    const domain::Instant now_;
};

// false: a code that lives has this selector.
bool insert_code(Connection& connection, const SchoolId& school, const NewJoinCode& code, const std::string& selector,
                 const joining::Key& key, domain::Instant now) {
    const Dialect& dialect = connection.dialect();
    const std::string stretched = dialect.bound(key);
    const long long at = number_of(now), dead = number_of(now - joining::kCodeLives),
                    unborn = number_of(now + kClocksDiffer);
    soci::statement statement =
        (connection.sql().prepare
             << "INSERT INTO join_codes (selector, school, stretched, kiosk_name, replaces, made_at, tries, used_at, "
                "request, answer) VALUES (:selector, :school, " +
                    dialect.bytes_of(":stretched") + ", :name, :replaces, :at, 0, 0, " + dialect.bytes_of("''") +
                    ", '') ON CONFLICT (selector) DO UPDATE SET school = excluded.school, stretched = "
                    "excluded.stretched, kiosk_name = excluded.kiosk_name, replaces = excluded.replaces, made_at = "
                    "excluded.made_at, tries = 0, used_at = 0, request = excluded.request, answer = '' WHERE "
                    "join_codes.made_at <= :dead OR join_codes.made_at > :unborn",
         soci::use(selector, "selector"), soci::use(school.value, "school"), soci::use(stretched, "stretched"),
         soci::use(code.kiosk_name, "name"), soci::use(code.replaces.value, "replaces"), soci::use(at, "at"),
         soci::use(dead, "dead"), soci::use(unborn, "unborn"));
    statement.execute(true);
    return statement.get_affected_rows() > 0;
}

}  // namespace

StoreResult<std::string> Store::make_join_code(const SchoolId& school, const NewJoinCode& code) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    if (!code.replaces.empty()) {
        if (const auto known = kiosk(school, code.replaces); !known) return base::failure(known.error());
    }
    if (!is_name(code.kiosk_name)) return failed(StoreErrorKind::refused, "the kiosk's name");
    for (int draw = 0; draw < kMostDraws; ++draw) {
        const std::string text =
            joining::draw_code([this](std::span<std::uint8_t> bytes) { state_->ports.entropy.fill(bytes); });
        const std::string selector = joining::selector_of(text);
        const domain::Instant now = state_->ports.clock.read().wall;
        // Asked first, because stretching is slow, and the row decides.
        const auto is_taken = state_->database->run([&](Connection& connection) -> StoreResult<bool> {
            long long made_at = 0;
            connection.sql() << "SELECT made_at FROM join_codes WHERE selector = :selector", soci::into(made_at),
                soci::use(selector, "selector");
            return connection.sql().got_data() && lives(instant_of(made_at), now);
        });
        if (!is_taken) return base::failure(is_taken.error());
        if (*is_taken) continue;
        const auto key = joining::stretch(text);
        if (!key) return failed(StoreErrorKind::try_later, "no memory to stretch a code");
        const auto made = state_->database->change([&](Connection& connection) -> StoreResult<bool> {
            return insert_code(connection, school, code, selector, *key, now);
        });
        if (!made) return base::failure(made.error());
        if (*made) return text;
    }
    return failed(StoreErrorKind::try_later, "too many codes live");
}

StoreResult<base::Result<std::string, joining::Refusal>> Store::join(const std::string& body,
                                                                     const std::string& fingerprint) {
    const domain::Instant now = state_->ports.clock.read().wall;
    // Committed whatever the answer is: a try that was taken back would be none.
    return state_->database->change([&](Connection& connection) -> StoreResult<Answered> {
        return Joining{connection, now}.answer(body, fingerprint);
    });
}

}  // namespace server
