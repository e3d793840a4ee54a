#include "app/server/store/meeting_lines.h"

#include "app/domain/attendance.h"
#include "app/eventlog/line.h"

namespace server {

namespace {

constexpr std::size_t kPage = 500;
constexpr std::size_t kKioskPage = 1000;
// Raised with each kind of event that this build can read and the one before could not: every line is read again.
constexpr long long kReading = 1;

constexpr const char* kSqlite =
    "INSERT INTO meeting_lines (school, meeting, kiosk, seq) VALUES (:school, :meeting, :kiosk, :seq) "
    "ON CONFLICT (school, meeting, kiosk, seq) DO NOTHING";
constexpr const char* kPostgresql =
    "INSERT INTO meeting_lines (school, meeting, kiosk, seq) "
    "SELECT CAST(:school AS text), coalesce(row.meeting, ''), CAST(:kiosk AS text), row.seq "
    "FROM unnest(string_to_array(:meetings, ','), CAST(string_to_array(:seqs, ',') AS bigint[])) "
    "AS row (meeting, seq) ON CONFLICT (school, meeting, kiosk, seq) DO NOTHING";

StoreResult<domain::Event> event_of(const std::string& line) {
    auto event = eventlog::from_line(line);
    if (!event) return failed(StoreErrorKind::damaged, "a stored line: " + event.error().detail);
    return std::move(*event);
}

// Of one kiosk.
class Reading {
  public:
    Reading(Connection& connection, const std::string& school, const std::string& kiosk)
        : connection_(connection), school_(school), kiosk_(kiosk) {}

    StoreResult<void> take(const std::string& line) {
        auto event = event_of(line);
        if (!event) return base::failure(event.error());
        const domain::Seq seq = event->seq;
        // Retractions name earlier events only: it ends.
        while (const auto* retracted = std::get_if<domain::Retracted>(&event->body)) {
            if (retracted->what >= event->seq) return {};
            const auto target = line_at(retracted->what);
            if (!target) return {};  // lost; should it turn up, this one is read again
            event = event_of(*target);
            if (!event) return base::failure(event.error());
        }
        if (std::holds_alternative<domain::ClockCorrected>(event->body)) {
            if (event->seq == seq) add("", seq);  // taking one back changes nothing
        } else if (const domain::MeetingId* meeting = domain::meeting_of(event->body)) {
            add(meeting->value, seq);
        }
        return {};
    }

    void write() {
        if (seqs_.empty()) return;
        soci::session& sql = connection_.sql();
        if (connection_.dialect().is_sqlite()) {
            const std::vector<std::string> schools(seqs_.size(), school_), kiosks(seqs_.size(), kiosk_);
            sql << kSqlite, soci::use(schools, "school"), soci::use(meetings_, "meeting"), soci::use(kiosks, "kiosk"),
                soci::use(seqs_, "seq");
            return;
        }
        // An id has no comma, see base::is_id. One that is '' and alone is an empty array to PostgreSQL.
        std::string meetings, seqs;
        for (std::size_t i = 0; i < seqs_.size(); ++i) {
            meetings += (i > 0 ? "," : "") + meetings_[i];
            seqs += (i > 0 ? "," : "") + std::to_string(seqs_[i]);
        }
        sql << kPostgresql, soci::use(school_, "school"), soci::use(kiosk_, "kiosk"), soci::use(meetings, "meetings"),
            soci::use(seqs, "seqs");
    }

  private:
    std::optional<std::string> line_at(domain::Seq seq) {
        const long long number = number_of(seq);
        std::string line;
        connection_.sql() << "SELECT line FROM events WHERE school = :school AND kiosk = :kiosk AND seq = :seq",
            soci::into(line), soci::use(school_, "school"), soci::use(kiosk_, "kiosk"), soci::use(number, "seq");
        if (!connection_.sql().got_data()) return std::nullopt;
        return line;
    }
    void add(const std::string& meeting, domain::Seq seq) {
        meetings_.push_back(meeting);
        seqs_.push_back(number_of(seq));
    }

    Connection& connection_;
    const std::string& school_;
    const std::string& kiosk_;
    std::vector<std::string> meetings_;
    std::vector<long long> seqs_;
};

}  // namespace

StoreResult<std::vector<std::string>> MeetingLines::kiosks_behind() {
    return database_.run([&](Connection& connection) -> StoreResult<std::vector<std::string>> {
        std::vector<std::string> kiosks(kKioskPage);
        connection.sql() << "SELECT kiosks.id FROM kiosks LEFT JOIN meeting_progress ON meeting_progress.kiosk = "
                            "kiosks.id AND meeting_progress.reading = :reading WHERE kiosks.school = :school AND "
                            "kiosks.held > coalesce(meeting_progress.up_to, 0) ORDER BY kiosks.id LIMIT " +
                                std::to_string(kKioskPage),
            soci::into(kiosks), soci::use(kReading, "reading"), soci::use(school_.value, "school");
        return kiosks;
    });
}

StoreResult<void> MeetingLines::bring_up_to_date() {
    while (true) {
        const auto kiosks = kiosks_behind();
        if (!kiosks) return base::failure(kiosks.error());
        for (const std::string& kiosk : *kiosks) {
            while (true) {
                const auto has_more =
                    database_.change([&](Connection& connection) { return read_on(connection, kiosk); });
                if (!has_more) return base::failure(has_more.error());
                if (!*has_more) break;
            }
        }
        // What came in meanwhile is for whoever asks next.
        if (kiosks->size() < kKioskPage) return {};
    }
}

StoreResult<bool> MeetingLines::read_on(Connection& connection, const std::string& kiosk) {
    soci::session& sql = connection.sql();
    long long held = 0, up_to = 0;
    sql << "SELECT held FROM kiosks WHERE school = :school AND id = :kiosk" +
               connection.dialect().lock_row_of("kiosks"),
        soci::into(held), soci::use(school_.value, "school"), soci::use(kiosk, "kiosk");
    sql << "SELECT up_to FROM meeting_progress WHERE school = :school AND kiosk = :kiosk AND reading = :reading",
        soci::into(up_to), soci::use(school_.value, "school"), soci::use(kiosk, "kiosk"),
        soci::use(kReading, "reading");
    std::vector<std::string> lines(kPage);
    std::vector<long long> seqs(kPage);
    sql << "SELECT seq, line FROM events WHERE school = :school AND kiosk = :kiosk AND seq > :after AND seq <= :held "
           "ORDER BY seq LIMIT " +
               std::to_string(kPage),
        soci::into(seqs), soci::into(lines), soci::use(school_.value, "school"), soci::use(kiosk, "kiosk"),
        soci::use(up_to, "after"), soci::use(held, "held");
    Reading reading{connection, school_.value, kiosk};
    for (const std::string& line : lines) {
        if (const auto taken = reading.take(line); !taken) return base::failure(taken.error());
    }
    reading.write();
    const bool has_more = seqs.size() == kPage;
    const long long reached = has_more ? seqs.back() : held;
    sql << "INSERT INTO meeting_progress (school, kiosk, up_to, reading) VALUES (:school, :kiosk, :up_to, :reading) "
           "ON CONFLICT (kiosk) DO UPDATE SET up_to = excluded.up_to, reading = excluded.reading",
        soci::use(school_.value, "school"), soci::use(kiosk, "kiosk"), soci::use(reached, "up_to"),
        soci::use(kReading, "reading");
    return has_more;
}

StoreResult<std::vector<domain::Event>> MeetingLines::read(const domain::MeetingId& meeting) {
    return database_.run([&](Connection& connection) -> StoreResult<std::vector<domain::Event>> {
        std::vector<domain::Event> events;
        std::string kiosk;
        long long after = 0;
        while (true) {
            std::vector<std::string> lines(kPage);
            connection.sql() << "SELECT events.line FROM meeting_lines JOIN events ON events.school = "
                                "meeting_lines.school AND events.kiosk = meeting_lines.kiosk AND events.seq = "
                                "meeting_lines.seq WHERE meeting_lines.school = :school AND meeting_lines.meeting IN "
                                "(:meeting, '') AND (meeting_lines.kiosk > :kiosk OR (meeting_lines.kiosk = :same AND "
                                "meeting_lines.seq > :after)) ORDER BY meeting_lines.kiosk, meeting_lines.seq LIMIT " +
                                    std::to_string(kPage),
                soci::into(lines), soci::use(school_.value, "school"), soci::use(meeting.value, "meeting"),
                soci::use(kiosk, "kiosk"), soci::use(kiosk, "same"), soci::use(after, "after");
            for (const std::string& line : lines) {
                auto event = event_of(line);
                if (!event) return base::failure(event.error());
                events.push_back(std::move(*event));
            }
            if (lines.size() < kPage) return events;
            kiosk = events.back().kiosk.value;
            after = number_of(events.back().seq);
        }
    });
}

void MeetingLines::go_back(Connection& connection, const SchoolId& school, const domain::KioskId& kiosk,
                           domain::Seq seq) {
    const long long before = number_of(seq) - 1;
    connection.sql() << "UPDATE meeting_progress SET up_to = :before WHERE school = :school AND kiosk = :kiosk AND "
                        "up_to > :least",
        soci::use(before, "before"), soci::use(school.value, "school"), soci::use(kiosk.value, "kiosk"),
        soci::use(before, "least");
}

}  // namespace server
