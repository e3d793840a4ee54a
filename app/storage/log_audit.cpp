// The part of SqliteStore that tells whether the log is as it was recorded.
#include <algorithm>

#include "app/eventlog/audit.h"
#include "app/storage/schema.h"
#include "app/storage/sqlite_store.h"

namespace storage {

namespace {

constexpr std::uint64_t kLargestKeyFile = 1024;

// What the table `checkpoint` says; `bad` are the accepted ones that nobody trusted signed.
struct Witnesses {
    std::vector<eventlog::Anchor> anchors;
    std::vector<eventlog::Checkpoint> accepted;
    std::vector<domain::Seq> bad;
};

Witnesses read_witnesses(SQLite::Database& database, const domain::KioskId& kiosk,
                         const std::vector<std::string>& trusted) {
    Witnesses kept;
    if (!has_table(database, "checkpoint")) return kept;
    SQLite::Statement row{database, "SELECT seq, kind, hash, line FROM checkpoint ORDER BY seq, kind"};
    while (row.executeStep()) {
        const auto seq = static_cast<domain::Seq>(integer_of(row, 0));
        const std::string_view kind = text_of(row, 1), hash = text_of(row, 2);
        if (kind == "accepted") {
            const auto checkpoint = eventlog::read_checkpoint(text_of(row, 3), trusted);
            const bool good = checkpoint && checkpoint->kiosk == kiosk && checkpoint->seq == seq &&
                              base::as_text(checkpoint->hash) == hash;
            if (good) {
                kept.accepted.push_back(*checkpoint);
            } else {
                kept.bad.push_back(seq);
            }
        } else {
            eventlog::Anchor anchor;
            anchor.kind = kind == "gap" ? eventlog::Anchor::Kind::gap : eventlog::Anchor::Kind::pruned;
            anchor.seq = seq;
            std::copy_n(hash.begin(), std::min(hash.size(), anchor.hash.size()), anchor.hash.begin());
            kept.anchors.push_back(anchor);
        }
    }
    return kept;
}

std::string why(const eventlog::Finding& finding) {
    switch (finding.flaw) {
        case eventlog::Flaw::changed: return "the line or the chain was changed";
        case eventlog::Flaw::forged: return "no event of this kiosk and number";
        case eventlog::Flaw::deleted: return "missing";
        case eventlog::Flaw::inserted: return "a line was inserted";
        case eventlog::Flaw::swapped: return "lines are out of order";
        case eventlog::Flaw::pruned_early: return "pruned before it was accepted";
        case eventlog::Flaw::rewritten: return "chained anew after it was accepted";
        case eventlog::Flaw::tail_cut: return "the end was cut off";
        case eventlog::Flaw::rolled_back: return "put back to an older copy";
        case eventlog::Flaw::false_checkpoint: return "a checkpoint that nobody trusted signed";
        case eventlog::Flaw::forked: return "two copies went on apart";
    }
    return "unknown";
}

}  // namespace

StorageResult<std::vector<std::string>> read_acceptors(api::FileSystem& files, const std::filesystem::path& folder) {
    std::vector<std::string> keys;
    const auto names = files.list(folder);
    if (!names) {
        if (names.error().kind == api::FileErrorKind::not_found) return keys;
        return failed(StorageErrorKind::input_output, names.error().detail);
    }
    for (const std::string& name : *names) {
        if (!name.ends_with(".pub")) continue;
        const auto content = files.read(folder / name, kLargestKeyFile);
        if (!content) return failed(StorageErrorKind::input_output, content.error().detail);
        const std::string_view text = base::as_text(*content);
        keys.emplace_back(text.substr(0, text.find_first_of("\r\n")));
    }
    return keys;
}

StorageResult<eventlog::AuditReport> SqliteStore::audit(const AuditRequest& request) {
    std::vector<std::string> trusted;
    if (request.trusted) {
        trusted = *request.trusted;
    } else {
        auto keys = read_acceptors(ports_.files, data_ / "keys" / "acceptors");
        if (!keys) return base::failure(keys.error());
        trusted = std::move(*keys);
    }
    return attempt([&]() -> StorageResult<eventlog::AuditReport> {
        // One transaction: beside a kiosk that prunes, the checkpoints and the lines must be of one moment.
        SQLite::Transaction snapshot{database_};
        Witnesses kept = read_witnesses(database_, kiosk_, trusted);
        eventlog::Audit audit{kiosk_, std::move(kept.anchors), std::move(kept.accepted), request.shown};
        auto read =
            each_line(0, [&](domain::Seq seq, std::string_view line, std::string_view hash) -> StorageResult<bool> {
                return audit.step(seq, line, hash);
            });
        if (!read) return base::failure(read.error());
        eventlog::AuditReport report = audit.finish();
        if (!kept.bad.empty()) {
            report.findings.push_back({eventlog::Flaw::false_checkpoint, kept.bad.front(), 0});
        }
        return report;
    });
}

StorageResult<ChainReport> SqliteStore::verify() {
    const auto audited = audit({});
    if (!audited) return base::failure(audited.error());
    ChainReport report;
    report.ok = audited->findings.empty();
    report.events = audited->events;
    if (!report.ok) {
        report.first_bad = audited->findings.front().first;
        report.why = why(audited->findings.front());
    }
    return report;
}

}  // namespace storage
