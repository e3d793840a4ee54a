#include "app/server/program/asking.h"

#include "app/server/program/admin_listener.h"
#include "app/server/program/opening.h"
#include "app/server/program/sentences.h"
#include "app/server/program/server_files.h"

namespace server {

std::optional<Json> ask(const Context& context, const DataOptions& options, const Json& request) {
    const std::string body = request.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string answer;
    if (options.database.empty() && !context.files.exists(ServerFiles{options.data}.database())) {
        context.complain("There are no server's data in " + options.data.string() + ": start vstrecha-server first.");
        return std::nullopt;
    }
    auto store = open_store(context, options);
    if (store) {
        Administration administration{**store, context.files, {options.data, public_address_of(context, options)}};
        answer = administration.answer(body);
    } else if (store.error().kind == StoreErrorKind::in_use) {
        const auto told = ask_running_server(context, options.data, body);
        if (!told) {
            context.complain(
                "A server runs with these data and does not answer on this machine: it starts or ends "
                "just now, or its admin.token belongs to another user.");
            return std::nullopt;
        }
        answer = *told;
    } else {
        context.complain(sentence_of(store.error()));
        return std::nullopt;
    }
    Json read = Json::parse(answer, nullptr, false);
    if (!read.is_object()) {
        context.complain("The server's answer is not understood.");
        return std::nullopt;
    }
    if (const auto error = read.find("error"); error != read.end() && error->is_string()) {
        context.complain(error->get<std::string>());
        return std::nullopt;
    }
    return read;
}

std::string text_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end()) return {};
    return found->is_string() ? found->get<std::string>() : found->dump();
}

Json list_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_array() ? *found : Json::array();
}

Json object_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_object() ? *found : Json::object();
}

}  // namespace server
