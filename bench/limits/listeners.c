/* N listeners of an event stream: opens the connections, sends the request of a file on each, and counts the byte MARK,
   which stands once in each message. Prints "ready" when all have got their first bytes, then a line each time that
   the total reaches a further multiple of N: every listener has one more message.
   Where a protocol wants more words: SECONDFILE is sent after the first bytes, and READY is what a listener that is
   there has heard.
   listeners PORT N REQUESTFILE MARK [SECONDFILE READY] */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static size_t read_file(const char *path, char *bytes, size_t most) {
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(bytes, 1, most, file) : 0;
    if (!size) { perror(path); exit(1); }
    fclose(file);
    return size;
}

int main(int argc, char **argv) {
    if (argc != 5 && argc != 7) return 2;
    int count = atoi(argv[2]), mark = atoi(argv[4]), ready = 0;
    static char request[8192], second[1024], buffer[1 << 18];
    size_t size = read_file(argv[3], request, sizeof request);
    size_t second_size = argc == 7 ? read_file(argv[5], second, sizeof second) : 0;
    const char *word = argc == 7 ? argv[6] : "";
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    char *seen = NULL;
    int poll = epoll_create1(0), largest = 0;
    for (int i = 0; i < count; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address)) { perror("connect"); return 1; }
        if (send(fd, request, size, 0) != (ssize_t)size) { perror("send"); return 1; }
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
        if (fd > largest) largest = fd;
    }
    seen = calloc((size_t)largest + 1, 1);
    long long total = 0, told = 0;
    struct epoll_event events[512];
    for (;;) {
        int found = epoll_wait(poll, events, 512, 300000);
        if (found <= 0 && errno != EINTR) { fputs("nothing came for five minutes\n", stderr); return 1; }
        for (int i = 0; i < found; i++) {
            int fd = events[i].data.fd;
            ssize_t got = recv(fd, buffer, sizeof buffer, 0);
            if (got <= 0) { fputs("a stream ended\n", stderr); return 1; }
            if (seen[fd] < 2) {
                if (!seen[fd] && second_size && send(fd, second, second_size, 0) != (ssize_t)second_size) return 1;
                seen[fd] = memmem(buffer, (size_t)got, word, strlen(word)) ? 2 : 1;
                if (seen[fd] == 2 && ++ready == count) puts("ready");
            }
            for (char *at = buffer; (at = memchr(at, mark, (size_t)(buffer + got - at))); at++) total++;
        }
        while (total >= told + count) { told += count; printf("%lld\n", told / count); }
        fflush(stdout);
    }
}
