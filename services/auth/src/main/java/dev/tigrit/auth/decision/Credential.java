package dev.tigrit.auth.decision;

import org.jspecify.annotations.Nullable;

/** What a caller presents; never printed. */
public sealed interface Credential {

    /** As the user's client got it. */
    String text();

    /**
     * Mini App initData.
     *
     * @param bot id of the bot that it has to be made for, or null for any
     */
    record InitData(String text, @Nullable String bot) implements Credential {
        @Override
        public String toString() {
            return "InitData[***]";
        }
    }

    /**
     * Login Widget or login_url data, as a query string.
     *
     * @param bot id of the bot that it has to be made for, or null for any
     */
    record Login(String text, @Nullable String bot) implements Credential {
        @Override
        public String toString() {
            return "Login[***]";
        }
    }

    /** A JSON Web Token in compact form. */
    record Jwt(String text) implements Credential {
        @Override
        public String toString() {
            return "Jwt[***]";
        }
    }
}
