#pragma once

#include <memory>
#include <string>

#include "app/server/program/administration.h"
#include "app/server/program/context.h"
#include "app/server/web/log.h"
#include "platform/http/server.h"

namespace server {

// By what a command reaches the server that has the data: HTTP on 127.0.0.1, at a port of the system's choice, for who
// can read the token in the server's folder. Everybody else on this machine is told 403.
class AdminListener {
  public:
    // Writes ServerFiles::admin(). Nothing where it cannot listen or write; `complain` was told why.
    [[nodiscard]] static std::unique_ptr<AdminListener> start(const Context& context, const std::filesystem::path& data,
                                                              Administration& administration, Log& log);
    ~AdminListener();  // takes the file away
    AdminListener(const AdminListener&) = delete;
    AdminListener& operator=(const AdminListener&) = delete;

  private:
    AdminListener(const Context& context, const std::filesystem::path& data, Administration& administration, Log& log);
    [[nodiscard]] bool knows_token(const api::HttpRequest& request) const;
    [[nodiscard]] api::HttpResponse handle(const api::HttpRequest& request);

    const Context& context_;
    const std::filesystem::path file_;
    Administration& administration_;
    Log& log_;
    std::string token_;
    std::unique_ptr<platform_http::Server> server_;
};

// The other end: the answer to one request, or nothing where no server is to be reached that way.
[[nodiscard]] std::optional<std::string> ask_running_server(const Context& context, const std::filesystem::path& data,
                                                            const std::string& request);

}  // namespace server
