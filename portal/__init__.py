"""The ways in over the web: chat page, REST, pages of passages and documents. Importing it loads no gradio."""
