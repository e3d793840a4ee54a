#pragma once

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>
#include <thread>

#include "platform/http/certificate.h"
#include "platform/http/client.h"
#include "tests/support/x_driver/process.h"
#include "tests/unit/server/joining_kiosk.h"

// The real vstrecha-server as a process, and what is done with its data.
namespace server_test {

using namespace std::chrono_literals;
using api::HttpMethod;
using std::filesystem::path;

inline const path kProgram = path{VSTRECHA_BUILD_DIR} / "bin" / "vstrecha-server";
inline constexpr auto kPatience = 120s;

inline std::string text_of(const path& file) {
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return text.str();
}
inline bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}
inline std::string found(const std::string& text, const char* pattern) {
    std::smatch match;
    INFO(text);
    REQUIRE(std::regex_search(text, match, std::regex{pattern}));
    return match[1];
}

struct Ran {
    int status = -1;
    std::string text;  // both streams
};

// One folder of a server's data, and what is done with it.
class Data {
  public:
    [[nodiscard]] path data() const { return folder_ / "data"; }
    [[nodiscard]] const support::TemporaryFolder& folder() const { return folder_; }
    Ran command(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {kProgram, "--data", data()});
        return run({arguments, {}, folder_ / "command.txt"});
    }
    Ran run(support::Launch launch) {
        launch.output = folder_ / "command.txt";
        std::filesystem::remove(launch.output);
        support::Process process{launch};
        const auto status = process.wait(kPatience);
        REQUIRE(status);
        return {*status, text_of(launch.output)};
    }

  private:
    support::TemporaryFolder folder_;
};

// A server that runs, and listens.
class Running {
  public:
    explicit Running(const Data& data, const std::vector<std::string>& more = {}) {
        static int number = 0;
        output_ = data.folder().path() / ("server-" + std::to_string(++number) + ".txt");
        std::vector<std::string> command{kProgram, "--data", data.data()};
        if (std::find(more.begin(), more.end(), "--listen") == more.end()) {
            command.insert(command.end(), {"--listen", "127.0.0.1:0"});
        }
        command.insert(command.end(), more.begin(), more.end());
        process_.emplace(support::Launch{command, {}, output_});
        const auto until = std::chrono::steady_clock::now() + kPatience;
        while (!has(log(), "event=serving") && process_->running() && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(20ms);
        }
        port_ = static_cast<std::uint16_t>(std::stoi(found(log(), "event=serving .*port=([0-9]+)")));
        std::smatch match;
        const std::string text = log();
        if (std::regex_search(text, match, std::regex{"certificate=([0-9a-f]{64})"})) fingerprint_ = match[1];
    }
    [[nodiscard]] std::string log() const { return text_of(output_); }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] pid_t id() const { return process_->id(); }
    [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }
    [[nodiscard]] std::optional<int> end(int signal) {
        REQUIRE(::kill(process_->id(), signal) == 0);
        return process_->wait(20s);
    }
    [[nodiscard]] api::HttpResponse ask(HttpMethod method, const std::string& target, std::string body = {},
                                        api::HttpHeaders headers = {}) const {
        const auto trust = fingerprint_.empty() ? api::HttpTrust::plain : api::HttpTrust::pinned;
        const auto client =
            platform_http::make_http_clients()->client_of({"127.0.0.1", port_, trust, fingerprint_}, {});
        const auto response = client->send({method, target, std::move(headers), std::move(body), ""});
        REQUIRE(response);
        return *response;
    }

  private:
    path output_;
    std::optional<support::Process> process_;
    std::uint16_t port_ = 0;
    std::string fingerprint_;
};

inline std::string bytes_of(const base::Bytes& bundle) {
    return std::string{base::as_text(bundle)};
}

// The code that `kiosk add` prints.
inline std::string code_in(const Ran& ran) {
    INFO(ran.text);
    REQUIRE(ran.status == 0);
    const auto code = joining::read_code(found(ran.text, "Code +([A-Z2-9]{5}-[A-Z2-9]{5})\n"));
    REQUIRE(code);
    return *code;
}

inline void join(const Running& server, const KioskLog& log, const std::string& code) {
    JoiningKiosk kiosk{log, code};
    const auto response = server.ask(HttpMethod::post, "/api/1/join", kiosk.body(server.fingerprint()));
    INFO(response.body);
    REQUIRE(response.status == 200);
}

inline std::filesystem::perms mode_of(const path& file) {
    return std::filesystem::status(file).permissions();
}
inline constexpr auto kOwnersAlone = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;

}  // namespace server_test
