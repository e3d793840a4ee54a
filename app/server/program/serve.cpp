#include "app/server/program/serve.h"

#include <charconv>

#include "app/catalogue/catalogue.h"
#include "app/server/pages/pages.h"
#include "app/server/program/admin_listener.h"
#include "app/server/program/opening.h"
#include "app/server/program/sentences.h"
#include "app/server/program/server_files.h"
#include "app/server/web/routes.h"
#include "platform/http/server.h"

namespace server {

namespace {

constexpr std::chrono::seconds kStopWithin{10};
constexpr std::chrono::years kCertificateLives{10};
constexpr std::uint64_t kPemBytes = 256 * 1024;
constexpr std::uint64_t kBodiesInAll = std::uint64_t{64} << 20;

// "0.0.0.0:8443", "[::]:8443"; the port 0 is one that is free.
std::optional<platform_http::Listen> read_listen(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view host = text.substr(0, colon);
    const std::string_view port = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    platform_http::Listen listen;
    listen.address = std::string{host};
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
    if (host.empty() || error != std::errc{} || end != port.data() + port.size()) return std::nullopt;
    return listen;
}

// One start of the server. Each step says what is wrong with it.
class Start {
  public:
    Start(const Context& context, const ServeOptions& options)
        : context_(context), options_(options), files_(options.data.data), log_(context.log, context.clock) {}

    ExitCode run() {
        if (!read_options()) return ExitCode::usage;
        if (!open() || !make_first_school() || !find_certificate() || !read_pages()) return ExitCode::machine;
        return serve_until_asked();
    }

  private:
    bool complain(const std::string& sentence) {
        context_.complain(sentence);
        return false;
    }

    bool read_options() {
        const auto listen = read_listen(options_.listen);
        if (!listen) return complain("--listen needs an address and a port, as in 0.0.0.0:8443.");
        listen_ = *listen;
        const bool is_loopback = listen_.address.starts_with("127.") || listen_.address == "::1";
        is_seen_by_others_ = !is_loopback && !options_.quiet;
        if (options_.plain_http && !is_loopback) {
            return complain("--plain-http is for a proxy on this machine: it needs --listen 127.0.0.1:PORT.");
        }
        const bool has_both = !options_.certificate.empty() && !options_.key.empty();
        const bool has_none = options_.certificate.empty() && options_.key.empty();
        const bool is_proxys = options_.plain_http && options_.key.empty();
        if (!(options_.plain_http ? is_proxys : has_both || has_none)) {
            return complain(options_.plain_http
                                ? "With --plain-http, --certificate is the proxy's, and its key is not asked for."
                                : "--certificate and --key belong together.");
        }
        if (!options_.data.public_address.empty() && !joining::read_address(options_.data.public_address)) {
            return complain("--public-address needs a host's name or address, and a port, as in school.lan:8443.");
        }
        return true;
    }

    bool open() {
        if (const auto made = context_.files.make_folders(options_.data.data); !made) {
            return complain(sentence_of(made.error()));
        }
        auto opened = open_store(context_, options_.data);
        if (!opened) return complain(sentence_of(opened.error()));
        store_ = std::move(*opened);
        return true;
    }

    // A district adds its schools itself, and several servers of one database may start at once.
    bool make_first_school() {
        if (!options_.data.database.empty()) return true;
        const auto schools = store_->schools();
        if (!schools) return complain(sentence_of(schools.error()));
        if (!schools->empty()) return true;
        const auto added = store_->add_school({options_.school, ""});
        if (!added) return complain(sentence_of(added.error()));
        log_.write(Log::Level::info, "school_made", {{"school", added->id.value}});
        return true;
    }

    bool find_certificate() {
        if (options_.plain_http && options_.certificate.empty()) {
            log_.write(Log::Level::warning, "no_certificate", {{"detail", "no kiosk can join without --certificate"}});
            return true;
        }
        const bool is_ours = options_.certificate.empty();
        const auto certificate_file = is_ours ? files_.certificate() : options_.certificate;
        const auto key_file = is_ours ? files_.key() : options_.key;
        if (is_ours && !context_.files.exists(certificate_file) && !make_certificate()) return false;
        platform_http::CertificateAndKey found;
        if (!read(certificate_file, found.certificate)) return false;
        if (!options_.plain_http && !read(key_file, found.key)) return false;
        const auto fingerprint = platform_http::fingerprint(found.certificate);
        if (!fingerprint) return complain(sentence_of(fingerprint.error()));
        fingerprint_ = *fingerprint;
        if (!options_.plain_http) listen_.tls = std::move(found);
        return true;
    }

    // The key first: a certificate without its key would not be made again.
    bool make_certificate() {
        std::vector<std::string> names{context_.host_name, "localhost", "127.0.0.1", "::1"};
        const auto address = joining::read_address(options_.data.public_address);
        if (address && address->host != context_.host_name) names.insert(names.begin(), address->host);
        const auto now = std::chrono::floor<std::chrono::seconds>(context_.clock.read().wall);
        auto made = platform_http::make_certificate(names, now, kCertificateLives);
        // A machine may be called what no certificate can say.
        if (!made) made = platform_http::make_certificate({"localhost", "127.0.0.1", "::1"}, now, kCertificateLives);
        if (!made) return complain(sentence_of(made.error()));
        if (const auto folder = context_.files.make_folders(files_.tls()); !folder) {
            return complain(sentence_of(folder.error()));
        }
        for (const auto& [file, text] :
             {std::pair{files_.key(), made->key}, std::pair{files_.certificate(), made->certificate}}) {
            const auto written = context_.files.write_atomically(file, base::as_bytes(text));
            if (!written) return complain(sentence_of(written.error()));
        }
        log_.write(Log::Level::info, "certificate_made");
        return true;
    }

    bool read_pages() {
        for (const auto language : {domain::Language::russian, domain::Language::english}) {
            auto texts = i18n::Texts::load(language, context_.assets);
            if (!texts) return complain("The Russian messages are missing in " + context_.assets.string() + ".");
            texts_[static_cast<std::size_t>(language)] = std::move(*texts);
        }
        auto files = catalogue::read_files(context_.files, context_.assets / "catalogue");
        if (!files) return complain(catalogue::describe(files.error()));
        auto catalogue = catalogue::parse(*files);
        if (!catalogue) return complain(catalogue::describe(catalogue.error()));
        catalogue_ = std::move(*catalogue);
        catalogue_files_ = std::move(*files);
        auto templates = web_page::Templates::load(context_.files, context_.assets, "server", texts_);
        if (!templates) return complain(templates.error());
        templates_ = std::move(*templates);
        return true;
    }

    bool read(const std::filesystem::path& file, std::string& into) {
        const auto bytes = context_.files.read(file, kPemBytes);
        if (!bytes) return complain(sentence_of(bytes.error()));
        into = base::as_text(*bytes);
        return true;
    }

    ExitCode serve_until_asked() {
        Routes routes{*store_,
                      log_,
                      context_.clock,
                      {!options_.plain_http, fingerprint_, options_.tells_everybody, VSTRECHA_VERSION}};
        platform_http::ServerLimits limits;
        limits.body_bytes_in_all = kBodiesInAll;
        if (options_.connections_of_address > 0) limits.connections_of_address = options_.connections_of_address;
        if (options_.plain_http) limits.connections_of_address = limits.connections;  // all come from the proxy
        context_.prepare_to_wait();
        // /metrics asks the server that asks it: it is there before the first request is answered.
        std::mutex mutex;
        std::unique_lock until_it_runs{mutex};
        joining::Address told;  // where kiosks find it
        pages::Pages pages{{*store_, log_, context_.clock, context_.entropy, *templates_, texts_, catalogue_,
                            [&] {
                                const std::lock_guard lock{mutex};
                                return told;
                            },
                            {options_.drives, &context_.folders, catalogue_files_}},
                           !options_.plain_http};
        routes.set_pages(&pages);
        std::unique_ptr<platform_http::Server> server;
        routes.set_server_metrics([&] {
            const std::lock_guard lock{mutex};
            return server ? server->metrics() : platform_http::ServerMetrics{};
        });
        auto started = platform_http::Server::start(
            listen_, limits, [&routes](const api::HttpRequest& request) { return routes.handle(request); },
            Routes::body_limit);
        if (!started) {
            context_.complain(sentence_of(started.error(), listen_));
            return ExitCode::machine;
        }
        server = std::move(*started);
        const auto address = announce(server->port());
        if (address) told = *address;
        until_it_runs.unlock();
        Administration administration{
            *store_, context_.files, {options_.data.data, address.value_or(joining::Address{})}};
        auto admin = address ? AdminListener::start(context_, options_.data.data, administration, log_) : nullptr;
        if (!admin) {
            server->stop(kStopWithin);
            return ExitCode::machine;
        }
        log_.write(Log::Level::info, "serving",
                   {{"listen", listen_.address},
                    {"port", std::uint64_t{server->port()}},
                    {"tls", options_.plain_http ? "no" : "yes"},
                    {"certificate", fingerprint_},
                    {"database", options_.data.database.empty() ? "sqlite" : "postgresql"},
                    {"version", VSTRECHA_VERSION}});
        // Under the name of the machine: nothing of a school is told.
        const auto announcement =
            is_seen_by_others_
                ? context_.discovery.announce(joining::kServiceType,
                                              context_.host_name.substr(0, joining::kServiceNameBytes), server->port())
                : nullptr;
        context_.wait_for_end();
        log_.write(Log::Level::info, "stopping");
        server->stop(kStopWithin);
        routes.tell_refusals();
        admin.reset();
        log_.write(Log::Level::info, "stopped");
        return ExitCode::done;
    }

    // Remembers where kiosks find it, for commands that run without it.
    std::optional<joining::Address> announce(std::uint16_t port) {
        joining::Address address{context_.host_name, port};
        if (!options_.data.public_address.empty()) address = *joining::read_address(options_.data.public_address);
        const std::string text = joining::text_of(address) + "\n";
        const auto written = context_.files.write_atomically(files_.address(), base::as_bytes(text));
        if (written) return address;
        complain(sentence_of(written.error()));
        return std::nullopt;
    }

    const Context& context_;
    const ServeOptions& options_;
    const ServerFiles files_;
    Log log_;
    platform_http::Listen listen_;
    bool is_seen_by_others_ = false;
    std::string fingerprint_;
    std::unique_ptr<Store> store_;
    pages::Templates::ByLanguage texts_;
    domain::Catalogue catalogue_;
    std::vector<catalogue::CatalogueFile> catalogue_files_;
    std::unique_ptr<pages::Templates> templates_;
};

}  // namespace

ExitCode serve(const Context& context, const ServeOptions& options) {
    return Start{context, options}.run();
}

}  // namespace server
