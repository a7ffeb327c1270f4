/* The physical limit of fan-out: accepts N connections, answers each with HEAD, and for each line K on stdin sends the
   first K messages of BODY to every connection, one send() each.
   send_loop PORT N HEADFILE BODYFILE MESSAGES */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) { perror(path); exit(1); }
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size);
    if (fread(bytes, 1, *size, file) != *size) exit(1);
    fclose(file);
    return bytes;
}

static void send_all(int fd, const char *bytes, size_t size) {
    while (size) {
        ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0) { perror("send"); exit(1); }
        bytes += sent;
        size -= (size_t)sent;
    }
}

int main(int argc, char **argv) {
    if (argc != 6) return 2;
    int count = atoi(argv[2]), one = 1;
    size_t head_size, body_size;
    char *head = read_file(argv[3], &head_size), *body = read_file(argv[4], &body_size);
    size_t message_size = body_size / (size_t)atoi(argv[5]);
    int *fds = malloc(sizeof(int) * (size_t)count);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) { perror("bind"); return 1; }
    puts("listening");
    fflush(stdout);
    for (int i = 0; i < count; i++) {
        char request[4096];
        fds[i] = accept(listener, NULL, NULL);
        setsockopt(fds[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (recv(fds[i], request, sizeof request, 0) <= 0) return 1;
        send_all(fds[i], head, head_size);
    }
    char line[64];
    while (fgets(line, sizeof line, stdin)) {
        size_t size = message_size * (size_t)atoi(line);
        for (int i = 0; i < count; i++) send_all(fds[i], body, size);
    }
    return 0;
}
