#include "tests/support/postgres/postgres.h"

#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "tests/support/x_driver/process.h"

namespace support {

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr const char* kUser = "vstrecha";

// The newest that is installed: Debian keeps each version's programs in a folder of its own.
fs::path find_programs() {
    std::vector<std::pair<int, fs::path>> found;
    std::error_code none;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", none)) {
        const fs::path programs = version.path() / "bin";
        if (fs::exists(programs / "initdb") && fs::exists(programs / "postgres")) {
            found.emplace_back(std::atoi(version.path().filename().c_str()), programs);
        }
    }
    if (found.empty()) throw std::runtime_error("PostgreSQL is not installed (Debian's package postgresql)");
    return std::max_element(found.begin(), found.end())->second;
}

// PostgreSQL refuses to run as root.
std::string find_owner() {
    if (geteuid() != 0) return "";
    for (const char* name : {"postgres", "nobody"}) {
        if (getpwnam(name) != nullptr) return name;
    }
    throw std::runtime_error("PostgreSQL does not run as root, and there is neither postgres nor nobody");
}

std::vector<std::string> as(const std::string& owner, std::vector<std::string> command) {
    if (owner.empty()) return command;
    const auto* user = getpwnam(owner.c_str());
    // The signal of a parent's death is lost with a change of the user, and set anew behind it.
    std::vector<std::string> whole{"setpriv", "--reuid=" + owner, "--regid=" + std::to_string(user->pw_gid),
                                   "--clear-groups", "--pdeathsig=QUIT"};
    whole.insert(whole.end(), command.begin(), command.end());
    return whole;
}

std::string text_of(const fs::path& file) {
    std::ifstream stream{file};
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace

PostgresServer::PostgresServer() : programs_(find_programs()), owner_(find_owner()) {
    std::string name = (fs::temp_directory_path() / "vstrecha-postgres-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
    if (!owner_.empty()) {
        const auto* user = getpwnam(owner_.c_str());
        if (chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) throw std::runtime_error("cannot give away " + name);
    }
    run_to_end({.command = as(owner_, {(programs_ / "initdb").string(), "--pgdata=" + (folder_ / "data").string(),
                                       "--username=" + std::string{kUser}, "--auth=trust", "--encoding=UTF8",
                                       "--locale=C", "--no-sync"}),
                .environment = {},
                .output = {}},
               60s);
    start();
}

PostgresServer::~PostgresServer() {
    stop();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

PostgresServer& PostgresServer::shared() {
    static PostgresServer server;
    return server;
}

void PostgresServer::start() {
    const fs::path log = folder_ / "log";
    process_ = std::make_unique<Process>(
        Launch{.command = as(owner_, {(programs_ / "postgres").string(), "-D", (folder_ / "data").string(), "-k",
                                      folder_.string(), "-c", "listen_addresses="}),
               .environment = {{"LC_ALL", "C"}},
               .output = log});
    for (int i = 0; i < 1200; ++i) {
        if (PQping(address_of("public").c_str()) == PQPING_OK) return;
        if (process_->wait(50ms)) break;
    }
    throw std::runtime_error("PostgreSQL did not start:\n" + text_of(log));
}

void PostgresServer::stop() {
    if (!process_) return;
    kill(process_->id(), SIGINT);  // its "fast shutdown": SIGTERM would wait for connections to end by themselves
    process_->wait(30s);
    process_.reset();
}

std::string PostgresServer::address_of(const std::string& schema) const {
    return "postgresql:///postgres?host=" + folder_.string() + "&user=" + kUser + "&application_name=" + schema +
           "&options=-csearch_path%3D" + schema;
}

std::string PostgresServer::create_database() {
    const std::string schema = "school_" + std::to_string(++schemas_);
    run(address_of("public"), "CREATE SCHEMA " + schema);
    return address_of(schema);
}

std::string PostgresServer::run(const std::string& address, const std::string& statements) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection{PQconnectdb(address.c_str()), &PQfinish};
    const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection.get(), statements.c_str()), &PQclear};
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        throw std::runtime_error(statements + ": " + PQerrorMessage(connection.get()));
    }
    std::string text;
    for (int row = 0; row < PQntuples(result.get()); ++row) {
        if (row > 0) text += '\n';
        for (int column = 0; column < PQnfields(result.get()); ++column) {
            if (column > 0) text += '|';
            text += PQgetvalue(result.get(), row, column);
        }
    }
    return text;
}

void PostgresServer::cut_connections(const std::string& address) {
    run(address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
        "current_setting('application_name') AND pid <> pg_backend_pid()");
}

}  // namespace support
