#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "tests/bench/fleet_figures.h"

namespace bench {
namespace {

constexpr int kBundles = 50, kBundleEvents = 2'000;

// The same rows into a table of the same shape, committed as often: what no server of ours can do without.
double bare_insert(const Database& database, const std::vector<std::vector<std::string>>& bundles,
                   const fs::path& work) {
    const bool sqlite = database.address.empty();
    soci::session sql = sqlite ? soci::session{soci::sqlite3, "dbname=\"" + (work / "bare.db").string() + "\""}
                               : soci::session{soci::postgresql, database.address};
    if (sqlite) {
        std::string mode;
        sql << "PRAGMA journal_mode = WAL", soci::into(mode);
        sql << "PRAGMA synchronous = FULL";
    }
    sql << std::string{"CREATE TABLE bare (school TEXT NOT NULL, kiosk TEXT NOT NULL, seq BIGINT NOT NULL, line TEXT NOT "
                       "NULL, hash "} +
               (sqlite ? "BLOB" : "BYTEA") + " NOT NULL, PRIMARY KEY (kiosk, seq))";
    const std::string school(16, 's'), kiosk(16, 'k');
    long long seq = 0;
    const auto began = SteadyClock::now();
    for (const auto& lines : bundles) {
        sql << "BEGIN";
        if (sqlite) {
            constexpr std::size_t kRows = 500;
            std::vector<std::string> schools, kiosks, texts, hashes;
            std::vector<long long> seqs;
            for (std::size_t from = 0; from < lines.size(); from += kRows) {
                const std::size_t to = std::min(lines.size(), from + kRows);
                schools.assign(to - from, school);
                kiosks.assign(to - from, kiosk);
                texts.assign(lines.begin() + static_cast<long>(from), lines.begin() + static_cast<long>(to));
                hashes.assign(to - from, std::string(32, 'h'));
                seqs.clear();
                while (seqs.size() < to - from) seqs.push_back(++seq);
                sql << "INSERT INTO bare VALUES (:s, :k, :n, :l, CAST(:h AS BLOB))", soci::use(schools),
                    soci::use(kiosks), soci::use(seqs), soci::use(texts), soci::use(hashes);
            }
        } else {
            std::string seqs, texts, hashes;
            for (const std::string& line : lines) {
                if (!seqs.empty()) seqs += ',', texts += '\n', hashes += ',';
                seqs += std::to_string(++seq);
                texts += line;
                hashes += std::string(64, 'a');
            }
            sql << "INSERT INTO bare SELECT CAST(:s AS text), CAST(:k AS text), row.n, row.l, decode(row.h, 'hex') "
                   "FROM "
                   "unnest(CAST(string_to_array(:n, ',') AS bigint[]), string_to_array(:l, chr(10)), "
                   "string_to_array(:h, ',')) AS row (n, l, h)",
                soci::use(school), soci::use(kiosk), soci::use(seqs), soci::use(texts), soci::use(hashes);
        }
        sql << "COMMIT";
    }
    return seconds_since(began);
}

}  // namespace

void measure_ingest(Table& table, Machine& machine, const Database& database, const fs::path& work) {
    FleetKiosk kiosk{1};
    std::vector<std::string> bundles;
    std::size_t bytes = 0;
    for (int i = 0; i < kBundles; ++i) {
        bundles.push_back(kiosk.bundle(kBundleEvents));
        bytes += bundles.back().size();
    }
    std::vector<std::vector<std::string>> lines(kBundles);
    FleetKiosk again{1};
    for (auto& of_bundle : lines) {
        for (int i = 0; i < kBundleEvents; ++i) of_bundle.push_back(again.next_line());
    }
    const auto store = open(machine, database.place);
    const auto school = add_school(*store);
    must(store->add_kiosk(school, kiosk.as_new()), "a kiosk");
    const auto began = SteadyClock::now();
    for (const std::string& bundle : bundles) {
        base::ByteView left = base::as_bytes(bundle);
        const auto source = [&left](std::span<std::uint8_t> to) {
            const std::size_t size = std::min(to.size(), left.size());
            std::copy_n(left.begin(), size, to.begin());
            left = left.subspan(size);
            return size;
        };
        if (!store->ingest(source, {})) throw std::runtime_error("a bundle was refused");
    }
    const double ours = seconds_since(began);
    const double bare = bare_insert(database, lines, work);
    constexpr double kEvents = kBundles * kBundleEvents;
    table.add("ingest into " + database.name, "us an event", 1e6 * ours / kEvents,
              "bare insert " + number(1e6 * bare / kEvents, "us"), 2 * 1e6 * bare / kEvents, "half its speed");
    table.tell("  that is", "events/s", kEvents / ours, "");
    table.tell("a bundle of 2,000", "bytes an event", static_cast<double>(bytes) / kEvents, "");
}

}  // namespace bench
