package dev.tigrit.operator.push;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server that proves one fixed DNS name by one of the given CAs, whatever address it was reached at. The JDK's own check would
 * compare the address.
 */
public final class FixedNameTrust extends X509ExtendedTrustManager {

    /** Type of a DNS name among subject alternative names (RFC 5280, 4.2.1.6). */
    private static final Integer DNS = 2;

    private final X509ExtendedTrustManager chains;
    private final String name;

    private FixedNameTrust(X509ExtendedTrustManager chains, String name) {
        this.chains = chains;
        this.name = name;
    }

    /** @param authorities any of which may have issued; at least one */
    public static FixedNameTrust of(List<X509Certificate> authorities, String name) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var authority : authorities) {
                store.setCertificateEntry("ca" + store.size(), authority);
            }
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return new FixedNameTrust((X509ExtendedTrustManager) factory.getTrustManagers()[0], name);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates of the CA cannot be used", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        // Without socket or engine: chain and validity only.
        chains.checkServerTrusted(chain, type);
        var names = chain[0].getSubjectAlternativeNames();
        if (names == null
                || names.stream()
                        .noneMatch(san -> DNS.equals(san.get(0)) && name.equalsIgnoreCase((String) san.get(1)))) {
            throw new CertificateException("the server has no certificate for " + name);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("no client is verified here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
