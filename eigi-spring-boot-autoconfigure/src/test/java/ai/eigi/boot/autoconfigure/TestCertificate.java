package ai.eigi.boot.autoconfigure;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;

/**
 * A self-signed certificate for localhost, and for a host that no name server knows, with
 * its key, made with the JDK's own tool.
 */
record TestCertificate(Path store, PrivateKey key, X509Certificate certificate) {

	static final String PASSWORD = "changeit";

	static final String UNKNOWN_HOST = "api.eigi.invalid";

	private static final Base64.Encoder MIME = Base64.getMimeEncoder(64, new byte[] { '\n' });

	static TestCertificate create(Path directory, String name) throws Exception {
		Path store = directory.resolve(name + ".p12");
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		Process process = new ProcessBuilder(keytool, "-genkeypair", "-keyalg", "EC", "-alias", "own", "-dname",
				"CN=" + name, "-ext", "SAN=dns:localhost,dns:" + UNKNOWN_HOST, "-validity", "2", "-storetype", "PKCS12",
				"-keystore", store.toString(), "-storepass", PASSWORD)
			.inheritIO()
			.start();
		if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
			throw new IllegalStateException("keytool made no certificate");
		}
		KeyStore keys = load(store);
		return new TestCertificate(store, (PrivateKey) keys.getKey("own", PASSWORD.toCharArray()),
				(X509Certificate) keys.getCertificate("own"));
	}

	private static KeyStore load(Path store) throws Exception {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		return keys;
	}

	KeyManagerFactory keyManagers() throws Exception {
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(load(this.store), PASSWORD.toCharArray());
		return managers;
	}

	String name() {
		return this.certificate.getSubjectX500Principal().getName();
	}

	/**
	 * Certificate and key in one PEM text.
	 */
	String pem() throws Exception {
		return certificatePem() + block("PRIVATE KEY", this.key.getEncoded());
	}

	String certificatePem() throws Exception {
		return block("CERTIFICATE", this.certificate.getEncoded());
	}

	private static String block(String type, byte[] content) {
		return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type, MIME.encodeToString(content));
	}

}
