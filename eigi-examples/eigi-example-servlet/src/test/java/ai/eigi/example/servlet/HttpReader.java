package ai.eigi.example.servlet;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Reads answers of the application as far as it is told to.
 */
final class HttpReader {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	private final String address;

	HttpReader(int port) {
		this.port = port;
		this.address = "http://127.0.0.1:" + port;
	}

	HttpResponse<InputStream> ask(String path, String message) {
		return send(question(path, message), BodyHandlers.ofInputStream());
	}

	/**
	 * Asks, and returns what came before the connection broke: an input stream may lose
	 * that.
	 */
	String askUntilBroken(String path, String message) {
		ByteArrayOutputStream came = new ByteArrayOutputStream();
		BodyHandler<Void> collector = BodyHandlers.ofByteArrayConsumer((bytes) -> bytes.ifPresent(came::writeBytes));
		assertThatIllegalStateException().isThrownBy(() -> send(question(path, message), collector))
			.withCauseInstanceOf(IOException.class);
		return came.toString(StandardCharsets.UTF_8);
	}

	HttpResponse<InputStream> get(String path) {
		return send(request(path), BodyHandlers.ofInputStream());
	}

	/**
	 * Asks for text without end, or whatever there is, and does not read it.
	 */
	Socket askWithoutReading() throws IOException {
		Socket browser = new Socket();
		browser.setReceiveBufferSize(4096);
		browser.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
		browser.getOutputStream()
			.write(("POST /chat/text HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
					+ "Content-Length: 18\r\n\r\n{\"message\":\"More\"}")
				.getBytes(StandardCharsets.US_ASCII));
		return browser;
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.address + path)).timeout(Duration.ofSeconds(20));
	}

	private HttpRequest.Builder question(String path, String message) {
		return request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"" + message + "\"}"));
	}

	private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
		try {
			return CLIENT.send(request.build(), body);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static String all(HttpResponse<InputStream> response) throws IOException {
		return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
	}

	/**
	 * Reads until a text has come.
	 */
	static void until(HttpResponse<InputStream> response, String text) throws IOException {
		StringBuilder read = new StringBuilder();
		while (read.indexOf(text) < 0) {
			int next = response.body().read();
			if (next < 0) {
				throw new EOFException("Ended before \"" + text + "\": " + read);
			}
			read.append((char) next);
		}
	}

	static String next(HttpResponse<InputStream> response, int bytes) throws IOException {
		return new String(response.body().readNBytes(bytes), StandardCharsets.UTF_8);
	}

}
