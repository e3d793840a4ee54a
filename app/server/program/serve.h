#pragma once

#include "app/server/program/context.h"
#include "platform/api/drives.h"

namespace server {

struct ServeOptions {
    DataOptions data;
    std::string listen = "0.0.0.0:8443";
    std::filesystem::path certificate, key;  // PEM; both or, with plain_http, the first alone; empty: made by ourselves
    bool plain_http = false;
    bool tells_everybody = false;
    bool quiet = false;  // does not say in the network that it is there
    std::size_t connections_of_address = 0;  // more are closed at once; 0: what platform_http allows
    std::string school = "Школа";  // the name of the school that the first start makes
    api::Drives* drives = nullptr;  // sticks in this machine, for the pages; null: they look for none
};

// Serves until the process is asked to end. What goes wrong before that is a sentence; after that, lines of the log.
[[nodiscard]] ExitCode serve(const Context& context, const ServeOptions& options);

}  // namespace server
