// The part of Store that tells whether what is held of a kiosk is as it came.
#include <algorithm>

#include "app/server/store/spans.h"
#include "app/server/store/state.h"

namespace server {

namespace {

using eventlog::Anchor;
using eventlog::Flaw;

// What stands for lines that are not held. Numbers that somebody else holds count as pruned up to the first of our
// lines.
std::vector<Anchor> anchors_of(const std::vector<Span>& spans) {
    domain::Seq elsewhere = 0;
    for (const Span& span : spans) {
        if (span.kind == Span::Kind::elsewhere) elsewhere = span.last;
    }
    std::vector<Anchor> anchors;
    for (const Span& span : spans) {
        if (span.kind != Span::Kind::elsewhere && span.kind != Span::Kind::bridge) continue;
        anchors.push_back({span.last <= elsewhere ? Anchor::Kind::pruned : Anchor::Kind::gap, span.last, span.hash});
    }
    return anchors;
}

// Lines that the kiosk lost after it had sent them: they go on from what is before them, and the kiosk's log as it is
// now goes on from there too.
class Overhangs {
  public:
    explicit Overhangs(const std::vector<Span>& spans) {
        for (const Span& span : spans) {
            if (span.kind == Span::Kind::overhang) ranges_.push_back({span.first, span.last});
        }
    }
    [[nodiscard]] bool have(const domain::LostRange& range) const {
        return std::any_of(ranges_.begin(), ranges_.end(), [&range](const domain::LostRange& each) {
            return each.first <= range.first && range.last <= each.last;
        });
    }
    void check(const HeldLine& line, const HeldLine& before) {
        const bool follows = before.seq + 1 == line.seq;
        const bool holds = !follows || eventlog::next_hash(before.hash, line.line) == line.hash;
        if (!holds && first_bad_ == 0) first_bad_ = line.seq;
    }
    [[nodiscard]] domain::Seq first_bad() const { return first_bad_; }

  private:
    std::vector<domain::LostRange> ranges_;
    domain::Seq first_bad_ = 0;
};

void add_finding(eventlog::AuditReport& report, const eventlog::Finding& finding) {
    report.findings.insert(report.findings.begin(), finding);
    report.chain_holds = false;
}

}  // namespace

StoreResult<eventlog::AuditReport> Store::audit(const SchoolId& school, const domain::KioskId& kiosk,
                                                const std::vector<eventlog::Checkpoint>& shown) {
    const auto known = this->kiosk(school, kiosk);
    if (!known) return base::failure(known.error());
    const auto signer = this->school(school);
    if (!signer) return base::failure(signer.error());
    const auto spans = state_->database->run([&](Connection& connection) -> StoreResult<std::vector<Span>> {
        return Spans{connection, school, kiosk}.all();
    });
    if (!spans) return base::failure(spans.error());
    const auto signed_lines = checkpoints(school, kiosk);
    if (!signed_lines) return base::failure(signed_lines.error());

    std::vector<eventlog::Checkpoint> own;
    domain::Seq false_checkpoint = 0;
    const std::vector<std::string> trusted{signer->acceptor_public};
    for (const std::string& line : *signed_lines) {
        if (const auto checkpoint = eventlog::read_checkpoint(line, trusted);
            checkpoint && checkpoint->kiosk == kiosk) {
            own.push_back(*checkpoint);
        } else {
            false_checkpoint = own.empty() ? 1 : own.back().seq + 1;
        }
    }
    eventlog::Audit audit{kiosk, anchors_of(*spans), std::move(own), shown};
    Overhangs overhangs{*spans};
    HeldLine before;
    // What comes in while this reads is left for the next time.
    const auto read = read_lines(school, kiosk, 1, [&](const HeldLine& line) {
        if (line.seq > known->held.seq) return false;
        const bool is_overhang = overhangs.have({line.seq, line.seq});
        if (is_overhang) overhangs.check(line, before);
        before = line;
        return is_overhang || audit.step(line.seq, line.line, base::as_text(line.hash));
    });
    if (!read) return base::failure(read.error());
    const bool nothing_came = std::all_of(spans->begin(), spans->end(), [&](const Span& span) {
        return span.kind == Span::Kind::elsewhere && span.last == known->held.seq;
    });
    if (before.seq == 0 && nothing_came && (known->held.seq == 0 || !spans->empty())) return eventlog::AuditReport{};

    eventlog::AuditReport report = audit.finish();
    std::erase_if(report.lost, [&overhangs](const domain::LostRange& range) { return overhangs.have(range); });
    if (overhangs.first_bad() != 0) add_finding(report, {Flaw::changed, overhangs.first_bad(), 0});
    if (false_checkpoint != 0) add_finding(report, {Flaw::false_checkpoint, false_checkpoint, 0});
    const bool is_whole = before.seq == known->held.seq && before.hash == known->held.head;
    if (!is_whole && report.findings.empty()) {
        add_finding(report, before.seq < known->held.seq
                                ? eventlog::Finding{Flaw::tail_cut, before.seq + 1, known->held.seq}
                                : eventlog::Finding{Flaw::changed, before.seq, 0});
    }
    return report;
}

}  // namespace server
