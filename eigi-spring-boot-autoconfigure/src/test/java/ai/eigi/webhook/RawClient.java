package ai.eigi.webhook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connection on which a test sends what it likes, in the pieces it likes.
 */
final class RawClient implements AutoCloseable {

	private final Socket socket;

	private final InputStream in;

	RawClient(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(60_000);
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/**
	 * Send a whole request at once, on a connection of its own.
	 */
	static Answer exchange(int port, String method, String target, String body, String... headers) throws IOException {
		try (RawClient client = new RawClient(port)) {
			return client
				.send(head(method, target, headers).replaceFirst("\r\n\r\n$",
						"\r\nContent-Length: " + body.length() + "\r\n\r\n") + body)
				.answer("HEAD".equals(method));
		}
	}

	private static String head(String method, String target, String... headers) {
		StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return head + "\r\n";
	}

	RawClient send(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		return this;
	}

	RawClient sendHead(String method, String target, String... headers) throws IOException {
		return send(head(method, target, headers));
	}

	/**
	 * Send chunks until there is an answer.
	 */
	RawClient sendChunksUntilAnswered(String chunk) {
		try {
			for (int i = 0; i < 100_000 && this.in.available() == 0; i++) {
				sendChunk(chunk);
			}
		}
		catch (IOException ex) {
			// the server hung up after its answer
		}
		return this;
	}

	/**
	 * Send chunks until the server hangs up.
	 */
	void sendChunksUntilClosed(String chunk) {
		try {
			for (int i = 0; i < 100_000; i++) {
				sendChunk(chunk);
			}
		}
		catch (IOException ex) {
			return;
		}
		throw new AssertionError("The server goes on reading");
	}

	private void sendChunk(String chunk) throws IOException {
		send(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
	}

	int status() throws IOException {
		return answer(false).status();
	}

	private Answer answer(boolean withoutBody) throws IOException {
		int status = Integer.parseInt(readLine().split(" ")[1]);
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		String line = readLine();
		while (!line.isEmpty()) {
			headers.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip());
			line = readLine();
		}
		int length = withoutBody ? 0 : Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
		return new Answer(status, headers, new String(this.in.readNBytes(length), StandardCharsets.ISO_8859_1));
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
			if (c < 0) {
				throw new IOException("Closed before the end of the answer");
			}
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	record Answer(int status, Map<String, String> headers, String body) {

	}

}
