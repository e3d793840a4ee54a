#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "app/joining/code.h"
#include "platform/api/clock.h"
#include "platform/api/enclosed_folder.h"
#include "platform/api/entropy.h"
#include "platform/api/file_system.h"
#include "platform/api/line_sink.h"
#include "platform/api/process_lock.h"
#include "platform/api/secret_input.h"
#include "platform/api/service_discovery.h"

namespace server {

// The machine, as main.cpp gives it to the program.
struct Context {
    api::Clock& clock;
    api::Entropy& entropy;
    api::FileSystem& files;
    api::EnclosedFolders& folders;
    api::ProcessLocks& locks;
    api::LineSink& log;                              // the server's log
    std::function<void(std::string_view)> out;       // a command's answer
    std::function<void(std::string_view)> complain;  // a sentence: why it does not go on
    api::ServiceDiscovery& discovery;                // says in the network where a server is
    std::string host_name;                           // of this machine
    std::function<void()> prepare_to_wait;           // before a server starts its threads, which inherit it
    std::function<void()> wait_for_end;              // returns when the process was asked to end
    std::filesystem::path assets;                    // catalogue and messages
    std::string language;                            // of the environment: "ru_RU.UTF-8"
    api::SecretInput* secrets = nullptr;             // whom a command asks for a PIN; null: nobody
};

enum class ExitCode {
    done = 0,
    found = 1,    // verify found something
    usage = 2,    // the command line is not understood, or does not fit together
    machine = 3,  // data, network or certificate: a sentence said why
};

// What both the server and the commands are told.
struct DataOptions {
    std::filesystem::path data;
    std::string database;  // PostgreSQL's address; empty: SQLite in `data`
    std::string public_address;
};

}  // namespace server
