#pragma once

#include <fstream>
#include <sstream>
#include <thread>

#include "tests/bench/fleet_kiosks.h"
#include "tests/support/x_driver/process.h"

namespace bench {

// The real server, from its start until it listens.
class RunningServer {
  public:
    RunningServer(const fs::path& program, const fs::path& data, const Database& database) : log_(data / "server.log") {
        support::Launch launch;
        launch.command = {program.string(),
                          "--data",
                          data.string(),
                          "--listen",
                          "127.0.0.1:0",
                          "--public-address",
                          "127.0.0.1:1",
                          "--connections-of-address",
                          "4096"};
        if (!database.address.empty()) launch.environment = {{"VSTRECHA_DATABASE", database.address}};
        launch.output = log_;
        process_ = std::make_unique<support::Process>(launch);
        for (const auto until = SteadyClock::now() + 20s; !read_address();) {
            if (SteadyClock::now() > until || !process_->running())
                throw std::runtime_error("the server did not start");
            std::this_thread::sleep_for(20ms);
        }
    }
    [[nodiscard]] api::HttpHost host() const { return {"127.0.0.1", port_, api::HttpTrust::pinned, fingerprint_}; }
    [[nodiscard]] double megabytes() const { return static_cast<double>(process_->usage().resident_share) / 1e6; }
    [[nodiscard]] double cpu_seconds() const { return process_->usage().cpu_seconds; }

  private:
    bool read_address() {
        std::ifstream file(log_);
        std::stringstream all;
        all << file.rdbuf();
        const std::string text = all.str();
        const auto at = text.find("serving");
        if (at == std::string::npos) return false;
        port_ = static_cast<std::uint16_t>(std::stoi(value_in(text.substr(at), "port")));
        fingerprint_ = value_in(text.substr(at), "certificate");
        return true;
    }
    // Of `"name":5`, `"name":"text"` and `name=text`.
    static std::string value_in(const std::string& line, const std::string& name) {
        auto at = line.find(name);
        if (at == std::string::npos) throw std::runtime_error("the server's log has no " + name);
        at = line.find_first_of("0123456789abcdef", at + name.size());
        return line.substr(at, line.find_first_not_of("0123456789abcdef", at) - at);
    }

    fs::path log_;
    std::unique_ptr<support::Process> process_;
    std::uint16_t port_ = 0;
    std::string fingerprint_;
};

}  // namespace bench
