#include <arpa/inet.h>
#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-client/publish.h>
#include <avahi-common/alternative.h>
#include <avahi-common/error.h>
#include <avahi-common/malloc.h>
#include <avahi-common/thread-watch.h>
#include <dlfcn.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

// libavahi-client is loaded by the first search and not by the start of the program, where it would cost time and
// memory: with it come D-Bus and systemd's library.
struct Library {
    Library() : client(::dlopen("libavahi-client.so.3", RTLD_NOW | RTLD_LOCAL)) {
        if (client == nullptr) return;
        is_complete =
            find(poll_new, "avahi_threaded_poll_new") && find(poll_free, "avahi_threaded_poll_free") &&
            find(poll_get, "avahi_threaded_poll_get") && find(poll_start, "avahi_threaded_poll_start") &&
            find(poll_stop, "avahi_threaded_poll_stop") && find(client_new, "avahi_client_new") &&
            find(client_free, "avahi_client_free") && find(client_errno, "avahi_client_errno") &&
            find(browser_new, "avahi_service_browser_new") && find(browser_free, "avahi_service_browser_free") &&
            find(resolver_new, "avahi_service_resolver_new") && find(resolver_free, "avahi_service_resolver_free") &&
            find(group_new, "avahi_entry_group_new") && find(group_free, "avahi_entry_group_free") &&
            find(group_reset, "avahi_entry_group_reset") && find(group_commit, "avahi_entry_group_commit") &&
            find(group_add_service, "avahi_entry_group_add_service") &&
            find(alternative_name, "avahi_alternative_service_name") && find(free_text, "avahi_free");
    }
    ~Library() = default;  // D-Bus does not bear to be unloaded
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    // Functions of libavahi-common are found through it, too.
    template <class Function>
    bool find(Function& function, const char* name) {
        function = reinterpret_cast<Function>(::dlsym(client, name));
        return function != nullptr;
    }

    void* client;
    bool is_complete = false;
    decltype(&avahi_threaded_poll_new) poll_new{};
    decltype(&avahi_threaded_poll_free) poll_free{};
    decltype(&avahi_threaded_poll_get) poll_get{};
    decltype(&avahi_threaded_poll_start) poll_start{};
    decltype(&avahi_threaded_poll_stop) poll_stop{};
    decltype(&avahi_client_new) client_new{};
    decltype(&avahi_client_free) client_free{};
    decltype(&avahi_client_errno) client_errno{};
    decltype(&avahi_service_browser_new) browser_new{};
    decltype(&avahi_service_browser_free) browser_free{};
    decltype(&avahi_service_resolver_new) resolver_new{};
    decltype(&avahi_service_resolver_free) resolver_free{};
    decltype(&avahi_entry_group_new) group_new{};
    decltype(&avahi_entry_group_free) group_free{};
    decltype(&avahi_entry_group_reset) group_reset{};
    decltype(&avahi_entry_group_commit) group_commit{};
    decltype(&avahi_entry_group_add_service) group_add_service{};
    decltype(&avahi_alternative_service_name) alternative_name{};
    decltype(&avahi_free) free_text{};
};

const Library& library() {
    static const Library loaded;
    return loaded;
}

// A connection to the machine's avahi-daemon, with a thread. Waits for a daemon that is not there yet, and begins anew
// with one that was started again. Where there is no system bus either, it does nothing.
class Connection {
  public:
    virtual ~Connection() {
        if (client_ != nullptr) avahi_.client_free(client_);
        if (poll_ != nullptr) avahi_.poll_free(poll_);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

  protected:
    Connection() : poll_(avahi_.is_complete ? avahi_.poll_new() : nullptr) {}

    // After the object is whole, because the thread calls it. Before its parts go: stop().
    void start() {
        if (poll_ == nullptr) return;
        connect();
        if (client_ != nullptr) avahi_.poll_start(poll_);
    }
    void stop() {
        if (poll_ != nullptr) avahi_.poll_stop(poll_);
    }
    // The thread of the connection: the daemon is there; it is gone, with all that it was asked for.
    virtual void begin(AvahiClient* client) = 0;
    virtual void end() = 0;

    const Library& avahi_ = library();

  private:
    void connect() {
        int error = 0;
        // The callback comes within this call too, before it has returned the client.
        client_ = avahi_.client_new(avahi_.poll_get(poll_), AVAHI_CLIENT_NO_FAIL, &Connection::changed, this, &error);
    }
    static void changed(AvahiClient* client, AvahiClientState state, void* self) {
        static_cast<Connection*>(self)->change(client, state);
    }
    void change(AvahiClient* client, AvahiClientState state) {
        switch (state) {
            case AVAHI_CLIENT_S_RUNNING: return begin(client);
            case AVAHI_CLIENT_S_REGISTERING:
            case AVAHI_CLIENT_S_COLLISION:
            case AVAHI_CLIENT_CONNECTING: return end();
            case AVAHI_CLIENT_FAILURE: break;
        }
        end();
        if (avahi_.client_errno(client) != AVAHI_ERR_DISCONNECTED || client != client_) return;
        avahi_.client_free(std::exchange(client_, nullptr));
        connect();
    }

    AvahiThreadedPoll* poll_;
    AvahiClient* client_ = nullptr;
};

class Search final : public api::ServiceSearch, Connection {
  public:
    Search(std::string type, std::function<void(const std::vector<api::FoundService>&)> changed)
        : type_(std::move(type)), changed_(std::move(changed)) {
        start();
    }
    ~Search() override {
        stop();
        end_quietly();
    }

  private:
    // One instance on one interface with one protocol.
    using Place = std::tuple<AvahiIfIndex, AvahiProtocol, std::string>;

    void begin(AvahiClient* client) override {
        client_ = client;
        browser_ = avahi_.browser_new(client, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, type_.c_str(), nullptr,
                                      AvahiLookupFlags{}, &Search::seen, this);
    }
    void end() override {
        const bool had_any = !found_.empty();
        end_quietly();
        if (had_any) tell();
    }
    void end_quietly() {
        for (auto& [place, resolver] : resolvers_) avahi_.resolver_free(resolver);
        resolvers_.clear();
        if (browser_ != nullptr) avahi_.browser_free(std::exchange(browser_, nullptr));
        found_.clear();
    }

    static void seen(AvahiServiceBrowser*, AvahiIfIndex interface, AvahiProtocol protocol, AvahiBrowserEvent event,
                     const char* name, const char* type, const char* domain, AvahiLookupResultFlags, void* self) {
        auto& search = *static_cast<Search*>(self);
        if (event == AVAHI_BROWSER_NEW) search.came({interface, protocol, name}, type, domain);
        if (event == AVAHI_BROWSER_REMOVE) search.went({interface, protocol, name});
    }
    void came(const Place& place, const char* type, const char* domain) {
        const auto& [interface, protocol, name] = place;
        // Its address may change while it is there: the resolver goes on telling. Of version 6 many are of one link
        // alone and say nothing without the name of the interface; a school's network has version 4.
        auto* resolver = avahi_.resolver_new(client_, interface, protocol, name.c_str(), type, domain, AVAHI_PROTO_INET,
                                             AVAHI_LOOKUP_NO_TXT, &Search::resolved, this);
        if (resolver != nullptr) resolvers_.emplace(place, resolver);
    }
    void went(const Place& place) {
        if (const auto known = resolvers_.find(place); known != resolvers_.end()) {
            avahi_.resolver_free(known->second);
            resolvers_.erase(known);
        }
        if (found_.erase(place) > 0) tell();
    }
    static void resolved(AvahiServiceResolver*, AvahiIfIndex interface, AvahiProtocol protocol,
                         AvahiResolverEvent event, const char* name, const char*, const char*, const char*,
                         const AvahiAddress* address, std::uint16_t port, AvahiStringList*, AvahiLookupResultFlags,
                         void* self) {
        auto& search = *static_cast<Search*>(self);
        const Place place{interface, protocol, name};
        if (event != AVAHI_RESOLVER_FOUND) {
            if (search.found_.erase(place) > 0) search.tell();
            return;
        }
        char text[INET_ADDRSTRLEN];
        if (::inet_ntop(AF_INET, &address->data.ipv4, text, sizeof text) == nullptr) return;
        search.found_[place] = {name, text, port};
        search.tell();
    }
    void tell() {
        std::vector<api::FoundService> all;
        for (const auto& [place, service] : found_) all.push_back(service);
        const auto order = [](const api::FoundService& a, const api::FoundService& b) {
            return std::tie(a.name, a.address, a.port) < std::tie(b.name, b.address, b.port);
        };
        std::sort(all.begin(), all.end(), order);
        all.erase(std::unique(all.begin(), all.end()), all.end());
        changed_(all);
    }

    const std::string type_;
    const std::function<void(const std::vector<api::FoundService>&)> changed_;
    AvahiClient* client_ = nullptr;
    AvahiServiceBrowser* browser_ = nullptr;
    std::map<Place, AvahiServiceResolver*> resolvers_;
    std::map<Place, api::FoundService> found_;
};

class Announcement final : public api::ServiceAnnouncement, Connection {
  public:
    Announcement(std::string type, std::string name, std::uint16_t port)
        : type_(std::move(type)), name_(std::move(name)), port_(port) {
        start();
    }
    ~Announcement() override {
        stop();
        end();
    }

  private:
    void begin(AvahiClient* client) override {
        if (group_ == nullptr) group_ = avahi_.group_new(client, &Announcement::changed, this);
        if (group_ != nullptr) add();
    }
    void end() override {
        if (group_ != nullptr) avahi_.group_free(std::exchange(group_, nullptr));
    }
    void add() {
        while (true) {
            const int error = avahi_.group_add_service(group_, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, AvahiPublishFlags{},
                                                       name_.c_str(), type_.c_str(), nullptr, nullptr, port_, nullptr);
            if (error == AVAHI_OK) break;
            if (error != AVAHI_ERR_COLLISION) return;
            take_another_name();
        }
        avahi_.group_commit(group_);
    }
    static void changed(AvahiEntryGroup* group, AvahiEntryGroupState state, void* self) {
        auto& announcement = *static_cast<Announcement*>(self);
        if (state != AVAHI_ENTRY_GROUP_COLLISION) return;
        announcement.take_another_name();
        announcement.avahi_.group_reset(group);
        announcement.add();
    }
    void take_another_name() {
        char* other = avahi_.alternative_name(name_.c_str());
        name_ = other;
        avahi_.free_text(other);
    }

    const std::string type_;
    std::string name_;
    const std::uint16_t port_;
    AvahiEntryGroup* group_ = nullptr;
};

class Avahi final : public api::ServiceDiscovery {
  public:
    std::unique_ptr<api::ServiceSearch> search(
        const std::string& type, std::function<void(const std::vector<api::FoundService>&)> changed) override {
        return std::make_unique<Search>(type, std::move(changed));
    }
    std::unique_ptr<api::ServiceAnnouncement> announce(const std::string& type, const std::string& name,
                                                       std::uint16_t port) override {
        return std::make_unique<Announcement>(type, name, port);
    }
};

}  // namespace

std::unique_ptr<api::ServiceDiscovery> make_service_discovery() {
    return std::make_unique<Avahi>();
}

}  // namespace platform_linux
