#include "app/kiosk/pulled_files.h"

#include <algorithm>
#include <utility>

#include "app/kiosk/portioned_log.h"
#include "app/takeaway/over_network.h"

namespace kiosk {

namespace {

using network_pull::File;
using network_pull::Part;
using network_pull::Wanted;

std::optional<File> file_of(base::Result<takeaway::TableFile, takeaway::Failure> made) {
    if (!made) return std::nullopt;
    return File{std::move(made->name), std::move(made->content)};
}

std::optional<storage::LogStatus> status_of(PortionedLog& log) {
    using Answer = storage::StorageResult<storage::LogStatus>;
    auto status = log.ask<Answer>([](storage::Store& store) { return store.status(); });
    if (!status) return std::nullopt;
    return std::move(*status);
}

std::optional<File> records(const PulledFrom& from, const PullOrder& order, PortionedLog& log) {
    const auto status = status_of(log);
    const auto keys = takeaway::bundle_keys(from.files, from.data);
    if (!status || !keys) return std::nullopt;
    return file_of(takeaway::carried_records(log, status->kiosk, order.first,
                                             order.first + takeaway::kRecordsOfFile - 1, *keys, order.now));
}

std::optional<File> journal(const PulledFrom& from, const PullOrder& order, PortionedLog& log) {
    using Answer = storage::StorageResult<domain::Roster>;
    auto roster = log.ask<Answer>([](storage::Store& store) { return store.roster(); });
    if (!roster) return std::nullopt;
    const domain::Catalogue none;  // what is told of answers; there are none in it
    auto made =
        takeaway::attendance_files(log, std::move(*roster), {none, *from.texts, *from.zone, order.now}, order.names);
    if (!made) return std::nullopt;
    const char* const end = order.wanted == Wanted::csv ? ".csv" : ".xlsx";
    const auto it =
        std::find_if(made->begin(), made->end(), [end](const auto& one) { return one.name.ends_with(end); });
    if (it == made->end()) return std::nullopt;
    return File{std::move(it->name), std::move(it->content)};
}

}  // namespace

std::string school_name(const PulledFrom& from) {
    PortionedLog log{from.storage, [] { return true; }};
    return log.ask<std::string>([](storage::Store& store) {
        const auto settings = store.settings();
        return settings ? settings->school_name : std::string{};
    });
}

std::optional<std::vector<Part>> waiting_records(const PulledFrom& from) {
    PortionedLog log{from.storage, [] { return true; }};
    const auto status = status_of(log);
    if (!status) return std::nullopt;
    std::vector<Part> parts;
    for (domain::Seq first = status->accepted_up_to + 1; first <= status->last_seq; first += takeaway::kRecordsOfFile)
        parts.push_back({first, std::min(first + takeaway::kRecordsOfFile - 1, status->last_seq)});
    return parts;
}

std::optional<File> make_pulled_file(const PulledFrom& from, const PullOrder& order) {
    PortionedLog log{from.storage, order.goes_on};
    return order.wanted == Wanted::records ? records(from, order, log) : journal(from, order, log);
}

}  // namespace kiosk
