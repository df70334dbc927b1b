/* The least that a name server on host sockets can do: takes what arrives, 32 datagrams at most a call, says that it is
   a response, and sends it back. Nothing is parsed, found or written. floor ADDRESS PORT */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { batch = 32, octets = 4096, flags = 2, response = 0x80 };

int main(int count, char **words)
{
    static char memory[batch][octets];
    struct sockaddr_in from[batch];
    struct iovec vectors[batch];
    struct mmsghdr messages[batch];
    struct sockaddr_in here = { .sin_family = AF_INET };
    int room = 1 << 20;
    int at = socket(AF_INET, SOCK_DGRAM, 0);

    if (count != 3 || inet_aton(words[1], &here.sin_addr) == 0) {
        return 2;
    }
    here.sin_port = htons((unsigned short)atoi(words[2]));
    setsockopt(at, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (at < 0 || bind(at, (struct sockaddr *)&here, sizeof here) < 0) {
        return 1;
    }
    for (;;) {
        int i;
        int n;

        memset(messages, 0, sizeof messages);
        for (i = 0; i < batch; i++) {
            vectors[i] = (struct iovec){ memory[i], octets };
            messages[i].msg_hdr = (struct msghdr){
                .msg_name = &from[i], .msg_namelen = sizeof from[i], .msg_iov = &vectors[i], .msg_iovlen = 1,
            };
        }
        n = recvmmsg(at, messages, batch, MSG_WAITFORONE, NULL);
        for (i = 0; i < n; i++) {
            memory[i][flags] |= (char)response;
            vectors[i].iov_len = messages[i].msg_len;
        }
        for (i = 0; i < n;) {
            int sent = sendmmsg(at, messages + i, (unsigned)(n - i), 0);

            i += sent > 0 ? sent : 1;
        }
    }
}
