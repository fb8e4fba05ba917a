package ai.eigi.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * Plain HTTP client for the tests.
 */
final class Caller {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final EigiSimulator simulator;

	Caller(EigiSimulator simulator) {
		this.simulator = simulator;
	}

	HttpResponse<String> get(String path) {
		return send(request(path).GET());
	}

	HttpResponse<String> post(String path, String body) {
		return send(json(path, body));
	}

	HttpResponse<String> patch(String path, String body) {
		return send(request(path).header("Content-Type", "application/json")
			.method("PATCH", BodyPublishers.ofString(body)));
	}

	HttpResponse<String> delete(String path) {
		return send(request(path).DELETE());
	}

	JsonNode getJson(String path) {
		return json(get(path));
	}

	JsonNode postJson(String path, String body) {
		return json(post(path, body));
	}

	HttpResponse<InputStream> open(String path, String body) {
		try {
			return this.client.send(json(path, body).build(), BodyHandlers.ofInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	HttpRequest.Builder json(String path, String body) {
		return request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
	}

	HttpRequest.Builder request(String path) {
		return anonymous(path).header("X-API-Key", this.simulator.apiKey());
	}

	HttpRequest.Builder anonymous(String path) {
		return HttpRequest.newBuilder(URI.create(this.simulator.baseUrl() + path)).timeout(Duration.ofSeconds(20));
	}

	HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Post and return the chunks of the answer as they were framed on the wire.
	 */
	List<byte[]> postForChunks(String path, String body) throws IOException {
		byte[] content = body.getBytes(StandardCharsets.UTF_8);
		String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + this.simulator.apiKey()
				+ "\r\nContent-Length: " + content.length + "\r\n\r\n";
		try (Socket socket = new Socket("127.0.0.1", this.simulator.port())) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().write(content);
			InputStream in = socket.getInputStream();
			while (!line(in).isEmpty()) {
				continue;
			}
			List<byte[]> chunks = new ArrayList<>();
			for (int size = size(in); size > 0; size = size(in)) {
				chunks.add(in.readNBytes(size));
				line(in);
			}
			return chunks;
		}
	}

	private static int size(InputStream in) throws IOException {
		return Integer.parseInt(line(in), 16);
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new IOException("The connection was closed");
			}
			line.append((char) next);
		}
		return line.toString().strip();
	}

	static JsonNode json(HttpResponse<String> response) {
		return Json.read(response.body());
	}

	static List<String> names(JsonNode object) {
		return List.copyOf(object.propertyNames());
	}

}
