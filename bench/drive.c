/* Sends the requests of a file, each once and in order, over kept-alive connections to 127.0.0.1, one in flight on each.
   drive PORT CONNECTIONS FILE [SECONDS [PER_SECOND]]

   With SECONDS (0: no end) no further request begins after them. With PER_SECOND each request has its time, and waiting for
   a free connection counts as waiting. A request whose connection broke is not sent again: the file says what was asked once.
   Prints one line of JSON. The files: requests.h. */
#include "requests.h"

#define HEAD 8192        /* an answer's head is not longer */
#define LAST_WAIT 60e6   /* microseconds for what is in flight at the end */
#define REFUSED_WAIT 5e4 /* microseconds in which nothing begins after a refused connection: a server may be starting */

enum body { HEADERS, COUNTED, UNTIL_CLOSE, CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILER };

struct connection {
    int fd, busy, waits_to_write, closing, status;
    const char *rest;   /* of the request, not yet sent */
    size_t rest_size;
    size_t number;      /* of the request in the file */
    int headless;       /* the answer to a HEAD has no body */
    double began;
    enum body state;
    uint64_t left;      /* of the body or chunk */
    size_t line;        /* characters in the current line of a chunked body */
    size_t head_size;
    char head[HEAD];
};

static struct connection *connections, **idle;
static int port, poll_fd, idle_count, in_flight;
static double refused_until;
static char buffer[1 << 18];

static void watch(struct connection *c, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(poll_fd, operation, c->fd, &event);
}

static void hang_up(struct connection *c) {
    if (c->fd >= 0) close(c->fd);
    c->fd = -1;
}

static void finish(struct connection *c, int status) {
    note(c->number, status, now() - c->began);
    if (!status && errno == ECONNREFUSED) refused_until = now() + REFUSED_WAIT;
    if (!status || c->closing) hang_up(c);
    c->busy = 0;
    in_flight--;
    idle[idle_count++] = c;
}

static void write_rest(struct connection *c) {
    while (c->rest_size) {
        ssize_t sent = send(c->fd, c->rest, c->rest_size, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == ENOTCONN || errno == EINPROGRESS)) {
            if (!c->waits_to_write) watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            c->waits_to_write = 1;
            return;
        }
        if (sent <= 0) { finish(c, 0); return; }
        c->rest += sent;
        c->rest_size -= (size_t)sent;
    }
    if (c->waits_to_write) watch(c, EPOLL_CTL_MOD, EPOLLIN);
    c->waits_to_write = 0;
}

/* Begins the file's next request on a connection that has none. */
static void begin(struct connection *c, double at) {
    c->number = next_request(&c->rest, &c->rest_size);
    c->headless = !strncmp(c->rest, "HEAD ", 5);
    c->began = at;
    c->state = HEADERS;
    c->head_size = 0;
    c->closing = 0;
    c->busy = 1;
    in_flight++;
    if (c->fd < 0) {
        c->waits_to_write = 0;
        c->fd = connection_to(port);
        if (c->fd < 0) { finish(c, 0); return; }
        watch(c, EPOLL_CTL_ADD, EPOLLIN);
    }
    write_rest(c);
}

static const char *header(const char *head, const char *name) {
    const char *at = strcasestr(head, name);
    return at ? at + strlen(name) : NULL;
}

/* Reads the head, which is whole and ends with a NUL, for what body follows. */
static void understand(struct connection *c) {
    c->status = strncmp(c->head, "HTTP/1.", 7) ? 0 : atoi(c->head + 9);
    const char *length = header(c->head, "\r\ncontent-length:"), *coding = header(c->head, "\r\ntransfer-encoding:");
    const char *stays = header(c->head, "\r\nconnection:");
    c->closing = stays && !strncasecmp(stays + strspn(stays, " "), "close", 5);
    if (c->headless || c->status == 204 || c->status == 304) c->state = COUNTED, c->left = 0;
    else if (coding && strcasestr(coding, "chunked")) c->state = CHUNK_SIZE, c->left = c->line = 0;
    else if (length) c->state = COUNTED, c->left = strtoull(length, NULL, 10);
    else c->state = UNTIL_CLOSE, c->closing = 1;
}

/* Follows a chunked body; 1 when it is over, -1 when it is none. */
static int chunks(struct connection *c, const char *at, const char *end) {
    while (at < end) {
        if (c->state == CHUNK_DATA) {
            size_t part = (size_t)(end - at) < c->left ? (size_t)(end - at) : c->left;
            at += part;
            if (!(c->left -= part)) c->state = CHUNK_END;
            continue;
        }
        char byte = *at++;
        if (byte != '\n') {
            if (c->state == CHUNK_SIZE && byte != '\r') {
                const char *digits = "0123456789abcdef", *digit = strchr(digits, byte | 32);
                if (!digit) return -1;
                c->left = c->left * 16 + (uint64_t)(digit - digits);
            }
            if (byte != '\r') c->line++;
        } else if (c->state == CHUNK_END) c->state = CHUNK_SIZE, c->left = c->line = 0;
        else if (c->state == CHUNK_SIZE) c->state = c->left ? CHUNK_DATA : TRAILER, c->line = 0;
        else if (!c->line) return 1;
        else c->line = 0;
    }
    return 0;
}

static void take(struct connection *c, const char *at, const char *end) {
    while (c->state == HEADERS) {
        size_t room = HEAD - 1 - c->head_size, part = (size_t)(end - at) < room ? (size_t)(end - at) : room;
        size_t before = c->head_size > 3 ? c->head_size - 3 : 0;
        memcpy(c->head + c->head_size, at, part);
        char *over = memmem(c->head + before, c->head_size + part - before, "\r\n\r\n", 4);
        if (!over) {
            c->head_size += part;
            if (c->head_size == HEAD - 1) finish(c, 0);
            return;
        }
        size_t size = (size_t)(over + 4 - c->head);
        c->head[size] = 0;
        at += size - c->head_size;
        c->head_size = 0;
        understand(c);
        if (c->status >= 100 && c->status < 200) c->state = HEADERS;
        if (c->state == HEADERS && at == end) return;
    }
    if (c->state == COUNTED) {
        size_t part = (size_t)(end - at);
        c->left -= part < c->left ? part : c->left;
        if (!c->left) finish(c, c->status);
    } else if (c->state != UNTIL_CLOSE) {
        int over = chunks(c, at, end);
        if (over) finish(c, over > 0 ? c->status : 0);
    }
}

static void hear(struct connection *c, uint32_t events) {
    if (c->fd < 0) return;
    if (c->busy && c->waits_to_write && events & EPOLLOUT) {
        write_rest(c);
        if (!c->busy) return;
    }
    if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
    ssize_t got = recv(c->fd, buffer, sizeof buffer, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        if (!c->busy) hang_up(c);  /* nothing was asked on it: not an error */
        else {
            c->closing = 1;
            finish(c, c->state == UNTIL_CLOSE ? c->status : 0);
        }
    } else if (c->busy) take(c, buffer, buffer + got);
}

int main(int argc, char **argv) {
    if (argc < 4 || argc > 6) return 2;
    int count = atoi(argv[2]);
    double seconds = argc > 4 ? atof(argv[4]) : 0, rate = argc > 5 ? atof(argv[5]) : 0;
    port = atoi(argv[1]);
    if (!open_files(argv[3])) return 1;
    connections = calloc((size_t)count, sizeof *connections);
    idle = calloc((size_t)count, sizeof *idle);
    poll_fd = epoll_create1(0);
    for (int i = count; i--;) {
        connections[i].fd = -1;
        idle[idle_count++] = &connections[i];
    }
    double start = now(), end = seconds > 0 ? start + seconds * 1e6 : 0, over = 0;
    struct epoll_event events[512];
    for (;;) {
        double at = now(), wait = 1e6;
        int more = requests < request_end && !(end && at >= end);
        while (more && at >= refused_until && idle_count && requests < request_end) {
            double due = rate > 0 ? start + (double)begun * 1e6 / rate : at;
            if (due > at) { wait = due - at; break; }
            begin(idle[--idle_count], due);
        }
        if (at < refused_until) wait = refused_until - at;
        if (!more || requests >= request_end) {
            if (!in_flight) break;
            if (!over) over = at + LAST_WAIT;
            if (at > over) break;
        }
        if (end && more && at + wait > end) wait = end - at;
        struct timespec pause = {.tv_sec = (time_t)(wait / 1e6), .tv_nsec = (long)(wait * 1e3) % 1000000000};
        int found = epoll_pwait2(poll_fd, events, 512, &pause, NULL);
        for (int i = 0; i < found; i++) hear(events[i].data.ptr, events[i].events);
    }
    double took = (now() - start) / 1e6;
    for (int i = 0; i < count; i++)
        if (connections[i].busy) finish(&connections[i], 0);
    tell(took);
    puts("}");
    return 0;
}
