package dev.tigrit.gamebackend.user;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Schema Profile of the contract. */
public record Profile(
        String userId,
        String gameUserId,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String username,
        Instant since) {

    public static Profile of(User user) {
        return new Profile(
                user.telegramId(),
                user.id().toString(),
                user.known().firstName(),
                user.known().lastName(),
                user.known().username(),
                user.since());
    }
}
