#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/log_findings.h"
#include "app/eventlog/checkpoint.h"
#include "app/eventlog/parting.h"

namespace cli {
namespace {

using eventlog::Finding;
using eventlog::Flaw;
using nlohmann::ordered_json;

constexpr std::uint64_t kLargestCheckpointFile = 16 * 1024 * 1024;
constexpr std::size_t kLinesAtOnce = 512;

// Checkpoints that others hold, one a line.
struct Shown {
    std::vector<eventlog::Checkpoint> checkpoints;
    std::vector<std::string> problems;  // sentences
};

void read_lines(Shown& shown, const Context& context, const std::filesystem::path& file, std::string_view text,
                const std::vector<std::string>& trusted) {
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        const auto checkpoint = eventlog::read_checkpoint(line, trusted);
        if (checkpoint) {
            shown.checkpoints.push_back(*checkpoint);
            continue;
        }
        const std::string name = file.string(), row = std::to_string(number);
        const i18n::Arguments where{{"file", name}, {"line", row}};
        switch (checkpoint.error()) {
            case eventlog::CheckpointError::not_trusted:
                shown.problems.push_back(context.texts->text(
                    "{file}, line {line}: signed by somebody whom this kiosk does not know; not counted. Put the "
                    "signer's public key into a folder and name it with --acceptors.",
                    where));
                break;
            case eventlog::CheckpointError::wrong_signature:
                shown.problems.push_back(context.texts->text(
                    "{file}, line {line}: this checkpoint was changed, its signature does not hold; not counted.",
                    where));
                break;
            case eventlog::CheckpointError::not_a_checkpoint:
            case eventlog::CheckpointError::bad_key:
                shown.problems.push_back(
                    context.texts->text("{file}, line {line}: not a checkpoint; not counted.", where));
        }
    }
}

base::Result<Shown, api::FileError> read_shown(const Context& context, const LogVerifyOptions& options,
                                               const std::vector<std::string>& trusted) {
    Shown shown;
    for (const std::filesystem::path& path : options.checkpoints) {
        std::vector<std::filesystem::path> files;
        if (const auto names = context.files.list(path)) {
            for (const std::string& name : *names) {
                if (name.ends_with(".checkpoint") || name.ends_with(".jsonl")) files.push_back(path / name);
            }
        } else {
            files.push_back(path);
        }
        for (const std::filesystem::path& file : files) {
            const auto content = context.files.read(file, kLargestCheckpointFile);
            if (!content) return base::failure(content.error());
            read_lines(shown, context, file, base::as_text(*content), trusted);
        }
    }
    return shown;
}

// The numbers and hashes of a store, some at a time. An error ends it and is kept.
class Puller {
  public:
    explicit Puller(storage::Store& store) : store_(store) {}
    std::optional<eventlog::NumberedHash> operator()() {
        if (next_ == some_.size() && !fill()) return std::nullopt;
        return some_[next_++];
    }
    [[nodiscard]] const std::optional<storage::StorageError>& error() const { return error_; }

  private:
    bool fill() {
        const domain::Seq from = some_.empty() ? 1 : some_.back().seq + 1;
        some_.clear();
        next_ = 0;
        const auto read = store_.read_log(from, [this](const storage::LogLine& line) {
            some_.push_back({line.seq, line.hash});
            return some_.size() < kLinesAtOnce;
        });
        if (!read) error_ = read.error();
        return read && !some_.empty();
    }

    storage::Store& store_;
    std::vector<eventlog::NumberedHash> some_;
    std::size_t next_ = 0;
    std::optional<storage::StorageError> error_;
};

// One folder's log and what was found in it.
struct Examined {
    std::filesystem::path data;
    std::unique_ptr<storage::Store> store;
    domain::KioskId kiosk;
    eventlog::AuditReport report;
};

base::Result<Examined, storage::StorageError> examine(const Context& context, const std::filesystem::path& data,
                                                      const storage::AuditRequest& request) {
    Examined examined{data, nullptr, {}, {}};
    auto store = storage::Store::open(data, context.ports(), storage::OpenMode::read_only);
    if (!store) return base::failure(store.error());
    examined.store = std::move(*store);
    const auto status = examined.store->status();
    auto report = examined.store->audit(request);
    if (!report) return base::failure(report.error());
    examined.report = std::move(*report);
    if (status) examined.kiosk = status->kiosk;  // a log that does not hold may have no status
    return examined;
}

ordered_json to_json(const Context& context, const Examined& examined) {
    const eventlog::AuditReport& report = examined.report;
    ordered_json json;
    json["ok"] = report.findings.empty();
    json["kiosk"] = examined.kiosk.value;
    json["events"] = report.events;
    json["last"] = report.last;
    json["head"] = base::to_hex(report.head);
    json["pruned_up_to"] = report.pruned_up_to;
    json["accepted_up_to"] = report.accepted_up_to;
    json["confirmed_up_to"] = report.confirmed_up_to;
    json["lost"] = ordered_json::array();
    for (const auto& range : report.lost) json["lost"].push_back({range.first, range.last});
    json["findings"] = ordered_json::array();
    for (const Finding& finding : report.findings) {
        ordered_json one;
        one["kind"] = kind_of(finding.flaw).name;
        one["first"] = finding.first;
        one["last"] = std::max(finding.first, finding.last);
        one["text"] = sentence(*context.texts, finding, report.last, examined.data);
        json["findings"].push_back(std::move(one));
    }
    return json;
}

void tell(const Context& context, const Examined& examined) {
    const auto& texts = *context.texts;
    const eventlog::AuditReport& report = examined.report;
    for (const Finding& finding : report.findings)
        context.complain(sentence(texts, finding, report.last, examined.data));
    if (report.findings.empty()) {
        context.say(texts.plural("The log holds together: {n} record, head {head}.",
                                 "The log holds together: {n} records, head {head}.",
                                 static_cast<long long>(report.events), {{"head", base::to_hex(report.head)}}));
    }
    if (report.pruned_up_to > 0) {
        context.say(texts.text("Records up to {last} were taken away and then removed here, as they may be.",
                               {{"last", std::to_string(report.pruned_up_to)}}));
    }
    if (!report.lost.empty()) {
        context.say(texts.text("Lost to damage, and named so by the log itself: records {ranges}.",
                               {{"ranges", ranges_of(texts, report.lost)}}));
        if (report.accepted_up_to > 0) {
            context.say(texts.text("Of them, what is not above {last} is with the server or the collector.",
                                   {{"last", std::to_string(report.accepted_up_to)}}));
        }
    }
    if (report.confirmed_up_to > 0) {
        context.say(texts.text("Checkpoints of a server or a collector confirm it up to record {last}.",
                               {{"last", std::to_string(report.confirmed_up_to)}}));
    } else if (report.findings.empty()) {
        context.say(
            texts.text("No checkpoint was compared: a cut end or an older copy put back cannot be seen without "
                       "one. Name those that the server or the collector holds with --checkpoints."));
    }
}

int code_of(const eventlog::AuditReport& report) {
    return report.findings.empty() ? static_cast<int>(kOk) : kind_of(report.findings.front().flaw).code;
}

// Adds to what was found in the first where the two part; else gives a sentence of how they stand to each other. The
// error is an exit code.
base::Result<std::string, int> compare(const Context& context, Examined& one, Examined& other) {
    const auto& texts = *context.texts;
    if (!(one.kiosk == other.kiosk)) {
        context.complain(
            texts.text("The folders {one} and {other} are of two different kiosks: there is nothing to compare.",
                       {{"one", one.data.string()}, {"other", other.data.string()}}));
        return base::failure(static_cast<int>(kProblems));
    }
    if (!one.report.chain_holds || !other.report.chain_holds) {
        return texts.text("The two folders were not compared: that needs two logs that hold.");
    }
    Puller pull_one{*one.store}, pull_other{*other.store};
    const auto parting = eventlog::find_parting(std::ref(pull_one), std::ref(pull_other));
    if (pull_one.error()) return base::failure(fail(context, *pull_one.error(), one.data));
    if (pull_other.error()) return base::failure(fail(context, *pull_other.error(), other.data));
    if (parting.parted) {
        // Known to the number now, whatever the checkpoints had said of it.
        for (Examined* each : {&one, &other})
            std::erase_if(each->report.findings, [](const Finding& finding) { return finding.flaw == Flaw::forked; });
        one.report.findings.push_back({Flaw::forked, *parting.parted, *parting.parted});
        return std::string{};
    }
    return texts.text("Both folders hold the same log: this one up to record {one}, the other up to record {other}.",
                      {{"one", std::to_string(parting.last_of_one)}, {"other", std::to_string(parting.last_of_other)}});
}

}  // namespace

int log_verify(const Context& context, const LogVerifyOptions& options) {
    const auto& texts = *context.texts;
    auto trusted = storage::read_acceptors(
        context.files, options.acceptors.empty() ? options.data / "keys" / "acceptors" : options.acceptors);
    if (!trusted) return fail(context, trusted.error(), options.data);
    auto shown = read_shown(context, options, *trusted);
    if (!shown) return fail(context, shown.error());
    storage::AuditRequest request{shown->checkpoints, std::nullopt};
    if (!options.acceptors.empty()) request.trusted = *trusted;

    auto examined = examine(context, options.data, request);
    if (!examined) return fail(context, examined.error(), options.data);
    std::optional<Examined> other;
    std::string beside;  // what is to be said of the two
    if (!options.with.empty()) {
        auto second = examine(context, options.with, request);
        if (!second) return fail(context, second.error(), options.with);
        other = std::move(*second);
        auto compared = compare(context, *examined, *other);
        if (!compared) return compared.error();
        beside = std::move(*compared);
    }

    if (options.json) {
        auto json = to_json(context, *examined);
        if (other) json["with"] = to_json(context, *other);
        json["not_counted"] = shown->problems;
        context.say(json.dump(2));
    } else {
        for (const std::string& problem : shown->problems) context.complain(problem);
        tell(context, *examined);
        if (other && !other->report.findings.empty()) {
            context.say(texts.text("In the folder {folder}:", {{"folder", other->data.string()}}));
            tell(context, *other);
        }
        if (!beside.empty()) context.say(beside);
    }
    const int code = code_of(examined->report);
    return code == kOk && other ? code_of(other->report) : code;
}

}  // namespace cli
