package ai.eigi.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Answers on one connection. The message of a chat says how the answer streams:
 * {@code flood:1000000} as fast as the client reads, {@code burst:5} at once but each
 * chunk in a write of its own, {@code paced:200} every 100 ms.
 */
final class ServerHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

	/**
	 * Text of every chunk.
	 */
	static final String TEXT = "a token ";

	private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"([a-z]+):(\\d+)\"");

	private static final int CHUNKS_PER_BLOB = 1000;

	private static final String CHUNK_TEXT = Integer.toHexString(TEXT.length()) + "\r\n" + TEXT + "\r\n";

	private static final ByteBuf HEAD = bytes("""
			HTTP/1.1 200 OK\r
			Content-Type: text/plain; charset=utf-8\r
			X-Session-ID: 7c0ffee0-0000-4000-8000-000000000000\r
			Transfer-Encoding: chunked\r
			\r
			""");

	private static final ByteBuf CHUNK = bytes(CHUNK_TEXT);

	private static final ByteBuf BLOB = bytes(CHUNK_TEXT.repeat(CHUNKS_PER_BLOB));

	private static final ByteBuf END = bytes("0\r\n\r\n");

	private final ConversationPages pages;

	private int blobs;

	private int chunks;

	private @Nullable Future<?> pace;

	ServerHandler(ConversationPages pages) {
		this.pages = pages;
	}

	private static ByteBuf bytes(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
		if (request.method().equals(HttpMethod.GET)) {
			page(context, new QueryStringDecoder(request.uri()));
			return;
		}
		Matcher message = MESSAGE.matcher(request.content().toString(StandardCharsets.UTF_8));
		if (!message.find()) {
			context.close();
			return;
		}
		int count = Integer.parseInt(message.group(2));
		context.writeAndFlush(HEAD.duplicate());
		switch (message.group(1)) {
			case "flood" -> {
				this.blobs = count / CHUNKS_PER_BLOB;
				flood(context);
			}
			case "burst" -> burst(context, count);
			default -> {
				this.chunks = count;
				this.pace = context.executor()
					.scheduleAtFixedRate(() -> next(context), 100, 100, TimeUnit.MILLISECONDS);
			}
		}
	}

	private void flood(ChannelHandlerContext context) {
		while (this.blobs > 0 && context.channel().isWritable()) {
			this.blobs--;
			context.write(BLOB.duplicate());
			if (this.blobs == 0) {
				context.write(END.duplicate());
			}
		}
		context.flush();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.blobs > 0) {
			flood(context);
		}
	}

	private void burst(ChannelHandlerContext context, int count) {
		for (int i = 0; i < count; i++) {
			context.writeAndFlush(CHUNK.duplicate());
		}
		context.writeAndFlush(END.duplicate());
	}

	private void next(ChannelHandlerContext context) {
		if (this.chunks > 0) {
			this.chunks--;
			context.writeAndFlush(CHUNK.duplicate());
		}
		else {
			stopPace();
			context.writeAndFlush(END.duplicate());
		}
	}

	private void page(ChannelHandlerContext context, QueryStringDecoder query) {
		ConversationPages.Request request = ConversationPages.Request.from(query);
		ByteBuf answer = this.pages.answer(request);
		if (request.delayMillis() == 0) {
			context.writeAndFlush(answer);
		}
		else {
			context.executor()
				.schedule(() -> context.writeAndFlush(answer), request.delayMillis(), TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		stopPace();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

	private void stopPace() {
		if (this.pace != null) {
			this.pace.cancel(false);
			this.pace = null;
		}
	}

}
