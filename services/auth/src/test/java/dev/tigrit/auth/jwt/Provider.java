package dev.tigrit.auth.jwt;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one provider mints.
 *
 * @param name its heading in ISSUERS.md
 * @param userId expected of {@code claims}
 * @param header members beside alg, with {@code KID} for the name of the key
 * @param claims as JSON by name
 * @param jwk members of its keys beside what makes them up
 * @param otherClaims one at a time instead of the genuine ones: a token that is not for us
 */
record Provider(
        String name,
        String userId,
        String algorithm,
        Map<String, String> header,
        Map<String, String> claims,
        Map<String, String> jwk,
        Map<String, String> otherClaims,
        TestSigner first,
        TestSigner second) {

    private static final String TIMES = "iat 1700000000, exp 1700003600";

    static final List<Provider> ALL = List.of(
            of(
                    "Telegram",
                    "987654321",
                    "ES256",
                    "typ \"JWT\", kid KID",
                    "iss \"https://oauth.telegram.org\", aud \"4200000042\", sub \"1234123412341234\", id 987654321, name \"Ольга\", "
                            + TIMES,
                    "",
                    "aud \"4300000043\", id null, iss \"https://oauth.telegram.org/\""),
            of(
                    "Keycloak",
                    "keycloak:f3a1c5d2-6f0e-4a5e-9b3f-000000000001",
                    "RS256",
                    "typ \"JWT\", kid KID",
                    "iss \"https://sso.game.example/realms/players\", aud \"account\", azp \"game-web\", typ \"Bearer\", sub"
                            + " \"f3a1c5d2-6f0e-4a5e-9b3f-000000000001\", realm_access {\"roles\":[\"player\"]}, "
                            + TIMES,
                    "use sig, alg RS256",
                    "azp \"other-app\", typ \"ID\", iss \"https://sso.game.example/realms/staff\""),
            of(
                    "Auth0",
                    "auth0:p-42",
                    "RS256",
                    "typ \"at+jwt\", kid KID",
                    "iss \"https://game.eu.auth0.com/\", sub \"auth0|5f7c8ec7c33c6c004bbafe82\", aud"
                            + " [\"https://api.game.example\",\"https://game.eu.auth0.com/userinfo\"],"
                            + " https://game.example/player_id \"p-42\", azp \"c\", scope \"openid\", " + TIMES,
                    "use sig, alg RS256",
                    "aud [\"https://game.eu.auth0.com/userinfo\"], iss \"https://game.eu.auth0.com\","
                            + " https://game.example/player_id {}"),
            of(
                    "Cognito",
                    "cognito:aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
                    "RS256",
                    "kid KID",
                    "iss \"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12\", sub"
                            + " \"aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee\", client_id \"5bsjlins3936h9gvpi0c24ah5b\", token_use"
                            + " \"access\", scope \"openid\", username \"olga\", auth_time 1700000000, " + TIMES,
                    "use sig, alg RS256",
                    "client_id \"another\", client_id null, token_use \"id\","
                            + " iss \"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Cd34\""),
            of(
                    "Entra ID",
                    "entra:AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
                    "RS256",
                    "typ \"JWT\", kid KID",
                    "iss \"https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0\", tid"
                            + " \"9188040d-6c67-4c5b-b112-36a304b66dad\", aud \"6731de76-14a6-49ae-97bc-6eba6914391e\", sub"
                            + " \"AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ\", oid \"00000000-0000-0000-66f3-3332eca7ea81\", ver"
                            + " \"2.0\", nbf 1700000000, " + TIMES,
                    "use sig, x5t KID",
                    "tid \"72f988bf-86f1-41af-91ab-2d7cd011db47\", tid \"x/v2.0/x\", tid null, aud \"another\","
                            + " iss \"https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0\","
                            + " iss \"https://login.microsoftonline.com/{tid}/v2.0\""),
            of(
                    "Google",
                    "google:110169484474386276334",
                    "RS256",
                    "typ \"JWT\", kid KID",
                    "iss \"accounts.google.com\", azp \"123-abc.apps.googleusercontent.com\", aud"
                            + " \"123-abc.apps.googleusercontent.com\", sub \"110169484474386276334\", hd \"game.example\", "
                            + TIMES,
                    "use sig, alg RS256",
                    "aud \"456-def.apps.googleusercontent.com\", iss \"http://accounts.google.com\""),
            of(
                    "Firebase",
                    "firebase:Uid1",
                    "RS256",
                    "typ \"JWT\", kid KID",
                    "iss \"https://securetoken.google.com/game-1\", aud \"game-1\", auth_time 1700000000, user_id \"Uid1\", sub"
                            + " \"Uid1\", firebase {\"identities\":{\"google.com\":[\"1\"]},\"sign_in_provider\":\"google.com\"}, "
                            + TIMES,
                    "use sig, alg RS256",
                    "aud \"game-2\", iss \"https://securetoken.google.com/game-2\", auth_time null, sub \"\""),
            of(
                    "Supabase",
                    "supabase:3a1f0e0c-0000-4000-8000-000000000001",
                    "ES256",
                    "typ \"JWT\", kid KID",
                    "iss \"https://abc.supabase.co/auth/v1\", aud \"authenticated\", sub \"3a1f0e0c-0000-4000-8000-000000000001\","
                            + " role \"authenticated\", app_metadata {\"provider\":\"email\"}, is_anonymous false, "
                            + TIMES,
                    "use sig, alg ES256, ext true",
                    "role \"anon\", role \"service_role\", aud \"anon\", iss \"supabase\""),
            of(
                    "ADFS",
                    "adfs:CORP\\olga",
                    "RS256",
                    "typ \"JWT\", x5t KID",
                    "iss \"http://fs.corp.example/adfs/services/trust\", aud \"microsoft:identityserver:1269b850\", unique_name"
                            + " \"CORP\\\\olga\", apptype \"Public\", appid \"1\", ver \"1.0\", " + TIMES,
                    "use sig, alg RS256, x5t KID",
                    "aud \"microsoft:identityserver:other\", unique_name null, iss \"https://fs.corp.example/adfs\""));

    private static Provider of(
            String name, String userId, String algorithm, String header, String claims, String jwk, String other) {
        return new Provider(
                name,
                userId,
                algorithm,
                members(header),
                members(claims),
                members(jwk),
                several(other),
                new TestSigner(algorithm, "first+/key="),
                new TestSigner(algorithm, "second+/key="));
    }

    String kid() {
        return first.kid();
    }

    String token(TestSigner signer) {
        return sign(signer, Map.of(), Map.of());
    }

    String token(TestSigner signer, Map<String, String> changed) {
        return sign(signer, Map.of(), changed);
    }

    String sign(TestSigner signer, Map<String, String> headerChanges, Map<String, String> claimChanges) {
        var all = new LinkedHashMap<>(Map.of("alg", "\"" + signer.algorithm() + "\""));
        header.forEach((member, json) -> all.put(member, json.replace("KID", "\"" + signer.kid() + "\"")));
        all.putAll(headerChanges);
        return signer.sign(json(all), signer.algorithm(), claims(claimChanges));
    }

    String claims(Map<String, String> changed) {
        var all = new TreeMap<>(claims);
        // Two changes of one claim differ by what follows the number sign.
        changed.forEach((claim, json) -> all.put(claim.replaceAll("#.*", ""), json));
        return json(all);
    }

    String jwks(TestSigner... signers) {
        return Arrays.stream(signers)
                .map(signer -> {
                    var members = new TreeMap<>(jwk);
                    members.replaceAll((_, value) -> value.replace("KID", signer.kid()));
                    return signer.jwk(members);
                })
                .collect(Collectors.joining(",", "{\"keys\":[", "],\"extra\":{\"ignored\":[1]}}"));
    }

    private static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Map<String, String> members(String text) {
        return text.isEmpty()
                ? Map.of()
                : Arrays.stream(text.split(", ", -1))
                        .map(member -> member.split(" ", 2))
                        .collect(Collectors.toMap(member -> member[0], member -> member[1]));
    }

    private static Map<String, String> several(String text) {
        var all = new LinkedHashMap<String, String>();
        for (var member : text.split(", ?(?=\\S+ )", -1)) {
            var parts = member.strip().split(" ", 2);
            all.put(parts[0] + "#" + all.size(), parts[1]);
        }
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
