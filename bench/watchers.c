/* Viewers of live rooms: opens the stream that each request of a file asks for, keeps it for a time while reading and
   throwing away what comes, closes it, and opens the next; so many at once.
   watchers PORT AT_ONCE FILE KEEP_MS

   Prints one line of JSON: the waits are those until a stream was open; "cut" are streams that ended by themselves.
   The files: requests.h. */
#include "requests.h"

#define OPENING_WAIT 60e6 /* microseconds until a stream that does not open is given up */
#define LOOK 5e3          /* microseconds between looks at who comes and who leaves */

struct viewer {
    int fd, is_open, waits_to_write;
    const char *rest; /* of the request, not yet sent */
    size_t rest_size, number;
    double began, over; /* over: when it leaves, or stops waiting for a stream that does not open */
};

static int port, poll_fd;
static double keep;
static size_t cut, most_open, open_now;
static unsigned long long bytes;

static void watch(struct viewer *v, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = v};
    epoll_ctl(poll_fd, operation, v->fd, &event);
}

static void leave(struct viewer *v) {
    if (v->fd >= 0) close(v->fd);
    v->fd = -1;
    if (v->is_open) open_now--;
    v->is_open = 0;
}

static void refused(struct viewer *v, int status) {
    note(v->number, status, now() - v->began);
    leave(v);
}

static void write_rest(struct viewer *v) {
    while (v->rest_size) {
        ssize_t sent = send(v->fd, v->rest, v->rest_size, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == ENOTCONN)) {
            if (!v->waits_to_write) watch(v, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            v->waits_to_write = 1;
            return;
        }
        if (sent <= 0) { refused(v, 0); return; }
        v->rest += sent;
        v->rest_size -= (size_t)sent;
    }
    if (v->waits_to_write) watch(v, EPOLL_CTL_MOD, EPOLLIN);
    v->waits_to_write = 0;
}

static void come(struct viewer *v) {
    v->number = next_request(&v->rest, &v->rest_size);
    v->began = now();
    v->over = v->began + OPENING_WAIT;
    v->waits_to_write = 0;
    v->fd = connection_to(port);
    if (v->fd < 0) { refused(v, 0); return; }
    watch(v, EPOLL_CTL_ADD, EPOLLIN);
    write_rest(v);
}

static void hear(struct viewer *v, uint32_t events) {
    char head[64];
    if (v->fd < 0) return;
    if (v->waits_to_write && events & EPOLLOUT) write_rest(v);
    if (v->fd < 0 || !(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
    /* Of the answer's head only the first bytes are looked at; all else the kernel throws away for us. */
    ssize_t got = v->is_open ? recv(v->fd, NULL, 1 << 20, MSG_TRUNC) : recv(v->fd, head, sizeof head - 1, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        if (v->is_open) cut++, leave(v);
        else refused(v, 0);
        return;
    }
    bytes += (unsigned long long)got;
    if (v->is_open) return;
    head[got] = 0;
    int status = strncmp(head, "HTTP/1.", 7) ? 0 : atoi(head + 9);
    if (status != 200) { refused(v, status); return; }
    note(v->number, status, now() - v->began);
    v->is_open = 1;
    v->over = now() + keep;
    if (++open_now > most_open) most_open = open_now;
}

/* Has who stayed long enough leave, and who is gone open the next stream. Gives how many have none. */
static size_t look(struct viewer *viewers, size_t count, double at) {
    size_t gone = 0;
    for (struct viewer *v = viewers; v < viewers + count; v++) {
        if (v->fd >= 0 && v->over <= at) {
            if (v->is_open) leave(v);
            else refused(v, 0);
        }
        if (v->fd < 0 && requests < request_end) come(v);
        gone += v->fd < 0;
    }
    return gone;
}

int main(int argc, char **argv) {
    if (argc != 5) return 2;
    size_t at_once = (size_t)atoi(argv[2]), here = 0;
    port = atoi(argv[1]);
    keep = atof(argv[4]) * 1e3;
    if (!open_files(argv[3])) return 1;
    struct viewer *viewers = calloc(at_once, sizeof *viewers);
    poll_fd = epoll_create1(0);
    for (size_t i = 0; i < at_once; i++) viewers[i].fd = -1;
    double start = now(), next_look = start;
    struct epoll_event events[512];
    for (;;) {
        double at = now();
        if (at >= next_look) {
            next_look = at + LOOK;
            /* They come one after another during the first span, so that they do not all leave in one moment. */
            if (here < at_once) here = at - start < keep ? (size_t)((double)at_once * (at - start) / keep) : at_once;
            if (look(viewers, here, at) == here && requests >= request_end) break;
        }
        int found = epoll_wait(poll_fd, events, 512, (int)(LOOK / 1e3));
        for (int i = 0; i < found; i++) hear(events[i].data.ptr, events[i].events);
    }
    tell((now() - start) / 1e6);
    printf(", \"cut\": %zu, \"most_open\": %zu, \"bytes\": %llu}\n", cut, most_open, bytes);
    return 0;
}
