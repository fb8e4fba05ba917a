package ai.eigi.example.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers every chat with words without end as fast as they are taken, unless the message
 * asks for a few.
 */
final class FloodServer implements AutoCloseable {

	private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
			+ "Transfer-Encoding: chunked\r\n\r\n";

	private static final byte[] CHUNK = ("2000\r\n" + "word ".repeat(1638) + "ok\r\n")
		.getBytes(StandardCharsets.US_ASCII);

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final AtomicLong written = new AtomicLong();

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger flooding = new AtomicInteger();

	private final ServerSocket server;

	FloodServer() throws IOException {
		this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	String baseUrl() {
		return "http://127.0.0.1:" + this.server.getLocalPort();
	}

	/**
	 * Bytes of endless answers that the sockets have taken.
	 */
	long written() {
		return this.written.get();
	}

	/**
	 * Endless answers so far.
	 */
	int begun() {
		return this.begun.get();
	}

	/**
	 * Endless answers under way.
	 */
	int flooding() {
		return this.flooding.get();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				start(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream in = socket.getInputStream();
			StringBuilder request = new StringBuilder();
			while (!request.toString().endsWith("}")) {
				request.append((char) in.read());
			}
			OutputStream out = socket.getOutputStream();
			out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
			if (request.indexOf("a few") >= 0) {
				out.write("9\r\na few end\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			}
			else {
				flood(out);
			}
		}
		catch (IOException ex) {
			// the client has left
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private void flood(OutputStream out) throws IOException {
		this.flooding.incrementAndGet();
		this.begun.incrementAndGet();
		try {
			while (true) {
				out.write(CHUNK);
				this.written.addAndGet(CHUNK.length);
			}
		}
		finally {
			this.flooding.decrementAndGet();
		}
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "flood-server");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
