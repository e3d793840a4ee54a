// The part of Store that tells a kiosk what others recorded.
#include "app/domain/attendance.h"
#include "app/eventlog/line.h"
#include "app/server/store/state.h"

namespace server {

namespace {

constexpr std::size_t kPage = 500;

// What another kiosk shows of meetings and needs to place it in time.
bool is_told(const domain::EventBody& body) {
    return domain::meeting_of(body) != nullptr || std::holds_alternative<domain::Retracted>(body) ||
           std::holds_alternative<domain::ClockCorrected>(body);
}

// As it is told: nothing where others have no use for it, and without what is sealed (app/news/README.md says why).
std::optional<std::string> told_line(std::string line) {
    auto event = eventlog::from_line(line);
    if (!event || !is_told(event->body)) return std::nullopt;
    auto* rated = std::get_if<domain::Rated>(&event->body);
    if (rated == nullptr) return line;
    rated->sealed.clear();
    auto without = eventlog::to_line(*event);
    if (!without) return std::nullopt;
    return std::move(*without);
}

struct Other {
    domain::KioskId kiosk;
    domain::Seq held = 0;
};

// Nothing where the asker is not of this school.
std::optional<std::vector<Other>> others_of(Connection& connection, const SchoolId& school,
                                            const domain::KioskId& asker) {
    constexpr std::size_t kRows = news::kMostKiosks + 1;
    std::vector<std::string> ids(kRows);
    std::vector<long long> held(kRows);
    connection.sql() << "SELECT id, held FROM kiosks WHERE school = :school "
                        "ORDER BY CASE WHEN id = :asker THEN 0 ELSE 1 END, id LIMIT " +
                            std::to_string(kRows),
        soci::into(ids), soci::into(held), soci::use(school.value, "school"), soci::use(asker.value, "asker");
    if (ids.empty() || ids.front() != asker.value) return std::nullopt;
    std::vector<Other> others;
    for (std::size_t i = 1; i < ids.size(); ++i) others.push_back({domain::KioskId{ids[i]}, seq_of(held[i])});
    return others;
}

// One answer, as it grows.
class Telling {
  public:
    Telling(Connection& connection, const SchoolId& school, domain::Instant since)
        : connection_(connection), school_(school), since_(number_of(since)) {}

    [[nodiscard]] bool is_full() const { return bytes_ >= news::kLinesBytes; }
    void leave_for_later() { answered_.more = true; }
    void tell(const Other& other, domain::Seq known) {
        read(other, known);
        news::OfKiosk of{other.kiosk, 0, {}};
        std::size_t next = 0;
        for (; next < seqs_.size() && !is_full(); ++next) {
            of.up_to = seq_of(seqs_[next]);
            auto line = told_line(std::move(lines_[next]));
            if (!line) continue;
            bytes_ += line->size();
            of.lines.push_back(std::move(*line));
        }
        if (next < seqs_.size() || next == kPage) {
            leave_for_later();
        } else {
            of.up_to = std::max(of.up_to, other.held);
        }
        answered_.kiosks.push_back(std::move(of));
    }
    [[nodiscard]] news::Answered take() { return std::move(answered_); }

  private:
    // Above what is known, and above the last number that came too long ago. Both bounds are one, or SQLite would walk
    // through all that is between them.
    void read(const Other& other, domain::Seq known) {
        seqs_.assign(kPage, 0);
        lines_.assign(kPage, {});
        const long long above = number_of(known);
        const std::string greater = connection_.dialect().is_sqlite() ? "max" : "greatest";
        connection_.sql()
            << "SELECT seq, line FROM events WHERE school = :school AND kiosk = :kiosk AND seq > " + greater +
                   "(CAST(:above AS bigint), COALESCE((SELECT seq FROM checkpoints WHERE school = :school_too "
                   "AND kiosk = :kiosk_too AND accepted_at < :since ORDER BY seq DESC LIMIT 1), 0)) "
                   "ORDER BY seq LIMIT " +
                   std::to_string(kPage),
            soci::into(seqs_), soci::into(lines_), soci::use(school_.value, "school"),
            soci::use(other.kiosk.value, "kiosk"), soci::use(above, "above"), soci::use(school_.value, "school_too"),
            soci::use(other.kiosk.value, "kiosk_too"), soci::use(since_, "since");
    }

    Connection& connection_;
    const SchoolId& school_;
    const long long since_;
    std::vector<long long> seqs_;
    std::vector<std::string> lines_;
    std::size_t bytes_ = 0;
    news::Answered answered_;
};

}  // namespace

StoreResult<news::Answered> Store::news_for(const SchoolId& school, const domain::KioskId& asker,
                                            const news::Have& have) {
    const domain::Instant since = state_->ports.clock.read().wall - kNewsReach;
    return state_->database->run([&](Connection& connection) -> StoreResult<news::Answered> {
        const auto others = others_of(connection, school, asker);
        if (!others) return failed(StoreErrorKind::not_found, "kiosk");
        Telling telling{connection, school, since};
        for (const Other& other : *others) {
            const auto found = have.find(other.kiosk);
            const domain::Seq known = found == have.end() ? 0 : found->second;
            // An asker may know more than a server that was put back to a backup: that comes again, and is the same.
            if (other.held <= known) continue;
            if (telling.is_full()) {
                telling.leave_for_later();
                break;
            }
            telling.tell(other, known);
        }
        return telling.take();
    });
}

}  // namespace server
