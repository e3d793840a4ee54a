#include "app/stick/kept_lines.h"

#include <algorithm>

#include "app/eventlog/line.h"
#include "platform/base/bytes.h"

namespace stick {

namespace {

// false: enough.
using EachLine = std::function<bool(std::string_view)>;

bool each_line(api::FileReader& file, const EachLine& each) {
    base::Bytes block(64 * 1024);
    std::string line;
    std::uint64_t at = 0;
    while (true) {
        const auto size = file.read(at, block);
        if (!size) return false;
        if (*size == 0) return true;
        at += *size;
        std::string_view rest = base::as_text(base::ByteView{block.data(), *size});
        for (auto feed = rest.find('\n'); feed != std::string_view::npos; feed = rest.find('\n')) {
            line += rest.substr(0, feed);
            rest.remove_prefix(feed + 1);
            if (!each(line)) return true;
            line.clear();
        }
        line += rest;
        if (line.size() > eventlog::kMaxLineBytes) return false;
    }
}

}  // namespace

std::optional<eventlog::Hash> hash_at(api::EnclosedFolder& archive, const std::filesystem::path& folder,
                                      const Holding& holding, domain::Seq seq) {
    if (seq == holding.seq) return holding.head;
    eventlog::Hash hash = eventlog::kGenesis;
    domain::Seq at = 0;
    for (const Holding::File& file : holding.files) {
        if (at == seq || file.from > seq) break;
        const auto opened = archive.open(folder / lines_name(file.from));
        if (!opened) return std::nullopt;
        const bool read = each_line(**opened, [&](std::string_view line) {
            const auto event = eventlog::from_line(line);
            if (!event || event->seq > seq) return false;
            if (const auto* continued = std::get_if<domain::LogContinued>(&event->body)) {
                const auto named = base::from_hex(continued->head);
                if (named && named->size() == hash.size()) std::copy(named->begin(), named->end(), hash.begin());
            } else if (event->seq != at + 1) {
                return false;  // behind what was lost, its chain begins with a hash that is not kept
            }
            hash = eventlog::next_hash(hash, line);
            at = event->seq;
            return at != seq;
        });
        if (!read) return std::nullopt;
    }
    if (at != seq) return std::nullopt;
    return hash;
}

}  // namespace stick
