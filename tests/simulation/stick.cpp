#include "tests/simulation/stick.h"

#include "app/eventlog/bundle.h"
#include "app/eventlog/line.h"
#include "platform/base/bytes.h"

namespace simulation {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using storage::LogLine;

// A bundle has no holes: a log that lost lines goes as several.
std::vector<std::vector<LogLine>> runs_of(const std::vector<LogLine>& lines, domain::Seq after) {
    std::vector<std::vector<LogLine>> runs;
    for (const LogLine& line : lines) {
        if (line.seq <= after) continue;
        const bool begins = runs.empty() || line.seq != runs.back().back().seq + 1 ||
                            line.line.find("\"log_continued\"") != std::string::npos;
        if (begins) runs.emplace_back();
        runs.back().push_back(line);
    }
    return runs;
}

// The chain's hash before `line`: what a LogContinued names, else that of the line before; nothing where that is gone.
std::optional<eventlog::Hash> hash_before(const LogLine& line, const std::vector<LogLine>& lines) {
    const auto event = eventlog::from_line(line.line);
    if (const auto* body = std::get_if<domain::LogContinued>(&event->body)) {
        eventlog::Hash named{};
        const auto bytes = base::from_hex(body->head);
        std::copy(bytes->begin(), bytes->end(), named.begin());
        return named;
    }
    if (line.seq == 1) return eventlog::kGenesis;
    for (const LogLine& one : lines)
        if (one.seq + 1 == line.seq) return one.hash;
    return std::nullopt;
}

}  // namespace

void carry_stick(World& world, Server& server, Log& log) {
    auto lines = log.all();
    const domain::Seq after = world.chance(25) ? 0 : log.begin().accepted;
    const auto runs = runs_of(lines, after);
    const auto lost = log.lost();
    lines.insert(lines.end(), lost.begin(), lost.end());
    std::vector<base::Bytes> bundles;
    for (const auto& run : runs) {
        const auto before = hash_before(run.front(), lines);
        if (!before) continue;
        std::size_t next = 0;
        base::Bytes bundle;
        const auto made = eventlog::make_bundle(
            {log.kiosk(), run.front().seq, run.back().seq, *before, run.size()},
            [&]() -> std::optional<std::string_view> {
                if (next == run.size()) return std::nullopt;
                return run[next++].line;
            },
            {log.private_key(), std::string(64, '9'), {eventlog::box_public_of(server.acceptor()).value()}},
            [&bundle](base::ByteView bytes) {
                bundle.insert(bundle.end(), bytes.begin(), bytes.end());
                return true;
            });
        if (!made) {
            world.problem("no bundle for a stick: " + std::to_string(static_cast<int>(made.error())));
            return;
        }
        bundles.push_back(std::move(bundle));
    }
    if (world.chance(10)) return;  // the stick was lost
    world.after(world.between(minutes{1}, hours{2}), [&world, &server, &log, bundles = std::move(bundles)] {
        for (const auto& bundle : bundles) {
            syncing::Request request;
            request.kind = syncing::Request::Kind::bundle;
            request.path = "/api/1/bundles";
            request.body = bundle;
            const auto answer = server.handle(request, world.wall());
            // A stick that comes first, to a server that was put back, has a gap before it.
            const bool is_gap = answer.status == 409 && answer.body.find("gap") != std::string::npos;
            if (answer.status != 200 && !is_gap) world.problem("a stick was refused: " + answer.body);
        }
        const std::string receipt = server.receipt(log.kiosk(), world.wall());
        if (receipt.empty() || world.chance(10)) return;
        world.after(world.between(minutes{1}, hours{2}), [&log, receipt] { (void)log.accept({0, receipt}); });
    });
}

}  // namespace simulation
