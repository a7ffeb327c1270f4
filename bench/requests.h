/* The files of drive.c and watchers.c: requests in, what came of each out, and the figures of all.

   FILE: requests back to back, each preceded by its length as 4 bytes, little endian.
   FILE.out: for each request that was begun, in order, 2 bytes of status (0: no answer came) and 4 of microseconds. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define ANSWER 6        /* bytes of FILE.out for each request */
#define BUCKETS 6000000 /* of 10 microseconds: up to a minute */

static const char *requests, *request_end;
static unsigned char *answers;
static int answer_file;
static size_t begun, answered, errors, statuses[1000];
static uint32_t *waits, most_wait;

/* Microseconds. */
static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static int fail(const char *what) {
    perror(what);
    return 0;
}

static int open_files(const char *path) {
    struct stat facts;
    int file = open(path, O_RDONLY);
    if (file < 0 || fstat(file, &facts) || !facts.st_size) return fail(path);
    size_t size = (size_t)facts.st_size;
    requests = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (requests == MAP_FAILED) return fail(path);
    madvise((void *)requests, size, MADV_SEQUENTIAL);
    request_end = requests + size;
    char name[4096];
    snprintf(name, sizeof name, "%s.out", path);
    answer_file = open(name, O_RDWR | O_CREAT | O_TRUNC, 0644);
    /* A request takes more bytes than its answer's record, so this holds all; what is not used is cut off. */
    if (answer_file < 0 || ftruncate(answer_file, facts.st_size)) return fail(name);
    answers = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, answer_file, 0);
    if (answers == MAP_FAILED) return fail(name);
    waits = calloc(BUCKETS, sizeof *waits);
    return waits != NULL;
}

/* The next request of the file; gives its number. */
static size_t next_request(const char **bytes, size_t *size) {
    uint32_t length;
    memcpy(&length, requests, 4);
    *bytes = requests + 4;
    *size = length;
    requests += 4 + (size_t)length;
    return begun++;
}

/* Writes down what came of a request; status 0: nothing. */
static void note(size_t number, int status, double wait) {
    uint32_t micros = wait > 4e9 ? 4000000000u : (uint32_t)wait;
    uint16_t code = (uint16_t)status;
    memcpy(answers + number * ANSWER, &code, 2);
    memcpy(answers + number * ANSWER + 2, &micros, 4);
    if (!status) { errors++; return; }
    answered++;
    statuses[status % 1000]++;
    waits[micros / 10 < BUCKETS ? micros / 10 : BUCKETS - 1]++;
    if (micros > most_wait) most_wait = micros;
}

static double percentile(double part) {
    size_t wanted = (size_t)((double)answered * part), seen = 0;
    for (int i = 0; i < BUCKETS; i++)
        if ((seen += waits[i]) > wanted) return (double)i / 100;
    return (double)most_wait / 1000;
}

/* Ends FILE.out, and prints all but the closing brace. */
static void tell(double seconds) {
    if (ftruncate(answer_file, (off_t)(begun * ANSWER))) perror("FILE.out");
    printf("{\"sent\": %zu, \"answered\": %zu, \"seconds\": %.3f, ", begun, answered, seconds);
    printf("\"per_second\": %.1f, \"statuses\": {", (double)answered / seconds);
    const char *comma = "";
    for (int status = 1; status < 1000; status++)
        if (statuses[status]) printf("%s\"%d\": %zu", comma, status, statuses[status]), comma = ", ";
    printf("}, \"p50_ms\": %.2f, \"p95_ms\": %.2f, ", percentile(.5), percentile(.95));
    printf("\"p99_ms\": %.2f, \"max_ms\": %.2f, \"errors\": %zu", percentile(.99), (double)most_wait / 1000, errors);
}

/* A connection to 127.0.0.1 that is perhaps not made yet; -1 where there can be none. */
static int connection_to(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    if (fd < 0) return -1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&server, sizeof server) && errno != EINPROGRESS) { close(fd); return -1; }
    return fd;
}
