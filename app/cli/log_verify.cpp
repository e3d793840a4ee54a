#include "app/cli/commands.h"

namespace cli {

int log_verify(const Context& context, const std::filesystem::path& data) {
    const auto& texts = *context.texts;
    auto store = storage::Store::open(data, context.ports(), storage::OpenMode::read_only);
    if (!store) return fail(context, store.error(), data);
    const auto report = (*store)->verify();
    if (!report) return fail(context, report.error(), data);
    if (!report->ok) {
        context.complain(texts.text("The log does not hold together from record {seq} on: {why}. Nothing was changed. Keep "
                                    "the folder {folder} as it is and call the technician.",
                                    {{"seq", std::to_string(report->first_bad)},
                                     {"why", report->why},
                                     {"folder", data.string()}}));
        return kMachine;
    }
    const auto log = (*store)->status();
    if (!log) return fail(context, log.error(), data);
    context.say(texts.plural("The log holds together: {n} record, head {head}.",
                             "The log holds together: {n} records, head {head}.", static_cast<long long>(report->events),
                             {{"head", log->head}}));
    return kOk;
}

}  // namespace cli
