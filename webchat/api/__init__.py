"""What programs ask: plain HTTP, Gradio's client, MCP, health and metrics."""
