#include "app/kiosk/pulled_files.h"

#include <algorithm>
#include <utility>

#include "app/kiosk/storage_answers.h"
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

// For a thread that answers a visitor, as long as `goes_on`.
StorageAnswers answers_of(const PulledFrom& from, std::function<bool()> goes_on) {
    return StorageAnswers{[&storage = from.storage, goes_on = std::move(goes_on)](auto question) {
        if (!goes_on()) return false;
        storage.post(std::move(question));
        return true;
    }};
}

std::optional<File> records(const PulledFrom& from, const PullOrder& order, takeaway::Records& log) {
    const auto keys = takeaway::bundle_keys(from.files, from.data);
    if (!keys) return std::nullopt;
    return file_of(
        takeaway::carried_records(log, order.first, order.first + takeaway::kRecordsOfFile - 1, *keys, order.now));
}

std::optional<File> journal(const PulledFrom& from, const PullOrder& order, takeaway::Records& log) {
    const domain::Catalogue none;  // what is told of answers; there are none in it
    auto made = takeaway::attendance_files(log, {none, *from.texts, *from.zone, order.now}, order.names);
    if (!made) return std::nullopt;
    const char* const end = order.wanted == Wanted::csv ? ".csv" : ".xlsx";
    const auto it =
        std::find_if(made->begin(), made->end(), [end](const auto& one) { return one.name.ends_with(end); });
    if (it == made->end()) return std::nullopt;
    return File{std::move(it->name), std::move(it->content)};
}

}  // namespace

std::string school_name(const PulledFrom& from) {
    const auto settings =
        answers_of(from, [] { return true; }).ask([](storage::Store& store) { return store.settings(); });
    return settings ? settings->school_name : std::string{};
}

std::optional<std::vector<Part>> waiting_records(const PulledFrom& from) {
    const auto status = StorageThreadRecords{answers_of(from, [] { return true; })}.status();
    if (!status) return std::nullopt;
    std::vector<Part> parts;
    for (domain::Seq first = status->accepted_up_to + 1; first <= status->last_seq; first += takeaway::kRecordsOfFile)
        parts.push_back({first, std::min(first + takeaway::kRecordsOfFile - 1, status->last_seq)});
    return parts;
}

std::optional<File> make_pulled_file(const PulledFrom& from, const PullOrder& order) {
    StorageThreadRecords log{answers_of(from, order.goes_on)};
    return order.wanted == Wanted::records ? records(from, order, log) : journal(from, order, log);
}

}  // namespace kiosk
