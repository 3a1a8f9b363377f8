package dev.tigrit.auth.http;

import dev.tigrit.auth.telegram.TestInitData;
import dev.tigrit.testkit.Contract;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A gateway that lets only one kind of credential pass. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "auth.forward-auth.methods=telegram_init_data",
            "TELEGRAM_BOT_TOKEN=" + ForwardAuthIT.BOT_TOKEN,
            "JWT_SECRET=" + ForwardAuthIT.SECRET
        })
@AutoConfigureWebTestClient
class ForwardAuthMethodsIT {

    private static final Contract CONTRACT = Contract.of(Path.of("openapi.yaml"));

    @Autowired
    private WebTestClient web;

    @Test
    void onlyTheListedMethodPasses() {
        var now = Instant.now().getEpochSecond();

        forwardAuth("tma " + TestInitData.of(ForwardAuthIT.BOT_TOKEN, 7, now))
                .expectStatus()
                .isOk();
        forwardAuth("Bearer " + ForwardAuthIT.jwt("7"))
                .expectStatus()
                .isForbidden()
                .expectHeader()
                .doesNotExist("X-User-Id")
                .expectBody()
                .consumeWith(CONTRACT::check)
                .jsonPath("$.code")
                .isEqualTo("identity_not_allowed");
    }

    @Test
    void forgeryIs401WhateverItsMethod() {
        forwardAuth("Bearer " + ForwardAuthIT.jwt("7") + "0").expectStatus().isUnauthorized();
    }

    private WebTestClient.ResponseSpec forwardAuth(String authorization) {
        return web.get()
                .uri("/v1/forward-auth")
                .header(HttpHeaders.AUTHORIZATION, authorization)
                .exchange();
    }
}
