package dev.tigrit.bot.client.auth;

/** What became of asking for the game's user. */
public sealed interface Player {

    /** The user exists. */
    record Known(String userId, String gameUserId) implements Player {}

    /** The game takes no user with this person's data; asking again is of no use. */
    record Refused() implements Player {}

    /** No answer from the game, or none from Auth: for the person who wrote it is the same. */
    record Unavailable() implements Player {}
}
